import { describe, expect, it } from 'vitest'
import { memorySource } from '../source.ts'
import { inspect } from './inspect.ts'

const row = (at: number) => `CC-${at};21/08/2011 10:00;Ash;07700 900123`
const rows = Array.from({ length: 5_100 }, (_, at) => row(at))
const withEnd = (...end: readonly string[]) => `Ref;Opened;Surname;Mobile\n${[...rows, ...end].join('\n')}\n`
const look = async (content: Buffer) =>
  (await inspect(memorySource('f.csv', content), [], { country: 'GB', timeZone: 'Europe/London' })).definition.footer

describe('the footer of a file that is longer than what is looked at', () => {
  it.each([
    ['is seen at its end', ['Total;5100;;'], '^\\s*Total\\b'],
    ['is seen above lines with nothing in them', ['Total;5100;;', ';;;', ''], '^\\s*Total\\b'],
    ['is none where the last line is a row', ['CC-0;21/08/2011 10:00;Total;07700 900123'], undefined],
    ['is none where the end is in a quotation', ['CC-0;21/08/2011 10:00;"Ash', 'Total";'], undefined],
  ])('%s', async (_, end, expected) => {
    expect(await look(Buffer.from(withEnd(...end)))).toBe(expected)
  })

  it('is none where a row begins as it does', async () => {
    const staff = [...rows.slice(0, 10), 'Records Management;;Elm;', ...rows]
    expect(await look(Buffer.from(`Ref;Opened;Surname;Mobile\n${staff.join('\n')}\nRecords: 5200\n`))).toBeUndefined()
  })

  it.each([
    ['utf-16le', Buffer.from(`\ufeff${withEnd('Total;5100;;')}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${withEnd('Total;5100;;')}`, 'utf16le').swap16()],
  ])('is seen in %s', async (_, content) => {
    expect(await look(content)).toBe('^\\s*Total\\b')
  })
})

it('shows the first rows with the lines on which they begin', async () => {
  const content = 'August\n\nRef;Surname\n1;"Ash\nElm"\n\n2;Oak\n'
  const definition = { skipLines: 2, delimiter: ';' }
  const source = memorySource('f.csv', Buffer.from(content))
  const { rows, lines } = await inspect(source, [], { country: 'GB', timeZone: 'Europe/London', definition })
  expect([rows, lines]).toEqual([
    [
      ['1', 'Ash\nElm'],
      ['2', 'Oak'],
    ],
    [4, 7],
  ])
})
