/** Dates and times as an export writes them, by a pattern of `dd`, `MM`, `yyyy`, `HH`, `mm`, `ss`. */
export interface DateReader {
  /** `undefined`: not a date in this pattern. */
  read(text: string): Temporal.PlainDateTime | undefined
}

const parts = {
  // 0011 is a slip of the hand, not a year.
  yyyy: '(?<y>[1-9]\\d{3})',
  MM: '(?<mo>\\d{1,2})',
  dd: '(?<d>\\d{1,2})',
  HH: '(?<h>\\d{1,2})',
  mm: '(?<mi>\\d{2})',
  ss: '(?<s>\\d{2})',
}

export function dateReader(pattern: string): DateReader {
  const source = pattern.replace(/yyyy|MM|dd|HH|mm|ss|[^\w\s]|\s+/g, token =>
    Object.hasOwn(parts, token) ? parts[token as keyof typeof parts] : /\s/.test(token) ? '\\s+' : `\\${token}`,
  )
  const expression = new RegExp(`^${source}$`)
  return {
    read(text) {
      const found = expression.exec(text)?.groups
      if (!found) return undefined
      const number = (name: string) => Number(found[name] ?? 0)
      try {
        return Temporal.PlainDateTime.from(
          {
            year: number('y'),
            month: number('mo'),
            day: number('d'),
            hour: number('h'),
            minute: number('mi'),
            second: number('s'),
          },
          { overflow: 'reject' },
        )
      } catch (error) {
        if (error instanceof RangeError) return undefined // 31 April: told by the caller, with its line
        throw error
      }
    },
  }
}

export interface LocalInstant {
  readonly at: Temporal.Instant
  /** The clock showed this time twice (the earlier is taken) or not at all (it moves forward). */
  readonly clockChange: boolean
}

/** Local times to instants. Days on which the clock doesn't change, nearly all, are reckoned by that day's offset. */
export function localInstants(timeZone: string): (local: Temporal.PlainDateTime) => LocalInstant {
  const steadyOffsets = new Map<string, number | undefined>()
  const offsetOf = (day: Temporal.PlainDate) => {
    const start = day.toZonedDateTime(timeZone)
    const end = day.add({ days: 1 }).toZonedDateTime(timeZone)
    return start.offsetNanoseconds === end.offsetNanoseconds ? start.offsetNanoseconds / 1e6 : undefined
  }
  return local => {
    const key = `${local.year}-${local.month}-${local.day}`
    if (!steadyOffsets.has(key)) steadyOffsets.set(key, offsetOf(local.toPlainDate()))
    const offset = steadyOffsets.get(key)
    if (offset !== undefined) {
      const utc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
      return { at: Temporal.Instant.fromEpochMilliseconds(utc - offset), clockChange: false }
    }
    const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
    const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
    const at = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant()
    return { at, clockChange: earlier.epochMilliseconds !== later.epochMilliseconds }
  }
}
