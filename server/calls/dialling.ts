/** Whether the person rung sees the caller's number; `as_is`: as the line has it. */
export type CallerNumber = 'as_is' | 'show' | 'withhold'

/**
 * How the numbers of somebody are dialled: by what they need (the markers of an import say so), and for the rest as the
 * force does. Who needs the number withheld, perhaps from somebody at home, is served first.
 */
export function diallingFor(
  needs: readonly string[],
  force: CallerNumber,
): { readonly callerNumber: CallerNumber; readonly isRelay: boolean } {
  const own = needs.includes('withhold_number') ? 'withhold' : needs.includes('show_number') ? 'show' : undefined
  return { callerNumber: own ?? force, isRelay: needs.includes('relay') }
}

const showCaller = '1470'
const withholdCaller = '141'
/** Text relay, by somebody who speaks to somebody who reads (Relay UK). */
const toTextRelay = '18002'

/**
 * What to dial for a number. Without a prefix that is E.164; a prefix goes before the number as it is dialled within the
 * United Kingdom, 141 or 1470 first, since the exchange takes it off, then 18002.
 */
export function dialOf(e164: string, how: { readonly callerNumber: CallerNumber; readonly isRelay: boolean }): string {
  const caller = how.callerNumber === 'show' ? showCaller : how.callerNumber === 'withhold' ? withholdCaller : ''
  const prefix = `${caller}${how.isRelay ? toTextRelay : ''}`
  return prefix === '' ? e164 : `${prefix}${fromWithinBritain(e164)}`
}

const fromWithinBritain = (e164: string): string => e164.replace(/^\+44/, '0').replace(/^\+/, '00')
