import { RE2JS } from 're2js'
import type { Profile } from './profile.ts'

/** A total is short; what a row says beyond this is not looked at. */
const charactersLookedAt = 200

/** As the engine counts them: `a{1,30}` is thirty and more. */
const mostSteps = 300

/**
 * A footer is whatever somebody writes, and is asked of every row: its matching must not be able to take for ever, as the
 * engine's own does for `(a+)+$`. Throws for what is no pattern, and for what has no such matching (back-references, look-around).
 */
export function footerPattern(footer: string): RE2JS {
  const pattern = RE2JS.compile(footer)
  if (pattern.programSize() > mostSteps) throw new Error('it repeats too much')
  return pattern
}

/** The pattern is asked only of lines that begin as it does: putting each line together again takes its time. */
export function footerTest({
  footer,
  delimiter,
}: Pick<Profile, 'footer' | 'delimiter'>): (cells: readonly string[]) => boolean {
  if (footer === undefined) return () => false
  const pattern = footerPattern(footer)
  const first = /^\^(?:\\s\*)?(\w)(?![?*{])[^|]*$/.exec(footer)?.[1]
  return cells =>
    (first === undefined || cells[0]?.trimStart().startsWith(first) === true) &&
    pattern.matcher(cells.join(delimiter).slice(0, charactersLookedAt)).find()
}
