import { z } from 'zod'

/** A day as it is sent; every one that passes can be stored. */
export const sentDay = z.iso.date().refine(text => !text.startsWith('0000'), 'there is no year 0000')

/** An instant as it is sent, with its offset; every one that passes can be read by `Temporal` and stored. */
export const sentInstant = z.iso
  .datetime({ offset: true })
  .refine(isStorable, 'an instant between the years 1 and 9999, with nine decimals of a second at most')

const earliest = Date.parse('0001-01-01T00:00:00Z')
const latest = Date.parse('9999-12-31T23:59:59Z')

function isStorable(text: string): boolean {
  try {
    const { epochMilliseconds } = Temporal.Instant.from(text)
    return epochMilliseconds >= earliest && epochMilliseconds <= latest
  } catch {
    return false
  }
}
