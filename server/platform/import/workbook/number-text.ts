import type { NumberFormat } from './number-format.ts'

/**
 * A number of a cell as text: dates in ISO 8601, so that nobody need ask whether the day or the month comes first; all
 * else in its digits, never as a power of ten, so that a telephone number or a log number is what was typed.
 */
export function numberText(written: string, format: NumberFormat, is1904: boolean): string {
  const { kind } = format
  if (kind === 'plain' && /^-?\d{1,15}$/.test(written)) return written
  const number = written.trim() === '' ? Number.NaN : Number(written)
  if (!Number.isFinite(number)) return written
  if (kind === 'date') return dateText(number, format, is1904) ?? digitsOf(written, number)
  if (kind === 'elapsed') return number < 0 ? digitsOf(written, number) : clock(Math.round(number * dayMs))
  if (kind === 'scientific' && isRounded(number)) return number.toExponential().replace('e+', 'E+')
  const digits = digitsOf(written, number)
  return kind === 'padded' && /^\d+$/.test(digits) ? laidOut(digits, format.pattern) : digits
}

/** Spreadsheets reckon with 15 digits: what stands beyond them is noise. */
function digitsOf(written: string, number: number): string {
  if (/^-?\d+$/.test(written)) return written
  const exact = Number(number.toPrecision(15))
  if (Number.isInteger(exact)) return BigInt(exact).toString()
  const text = String(exact)
  return text.includes('e') ? exact.toFixed(20).replace(/0+$/, '') : text
}

/**
 * A long number that was taken in as `4.47701E+11` and shown so has lost its digits: it stays as it is shown, or zeros
 * would make it somebody else's telephone number.
 */
const isRounded = (number: number): boolean =>
  Math.abs(number) >= 1e7 && Number.isInteger(number) && Number(number.toPrecision(7)) === number

/** Digits into the places of a pattern, from the right; those that have no place stand before it. */
function laidOut(digits: string, pattern: string): string {
  let at = digits.length
  let text = ''
  for (const place of [...pattern].reverse()) {
    if (place !== '0' && place !== '#') text = place + text
    else if (at > 0) text = digits[--at] + text
    else if (place === '0') text = `0${text}`
  }
  return (digits.slice(0, at) + text).trim()
}

const dayMs = 86_400_000
/** Days of the 1900 system before 1 January 1904, on which the other begins. */
const days1904 = 1462
const lastDay = 2_958_465

/**
 * A serial number as a day, a time of day, or both: never less than the number says. A day that is none (the 1900 system
 * has a 29 February 1900, and a day 0) is written as spreadsheets show it, and then read as no date.
 */
function dateText(number: number, { hasDay, hasTime }: { hasDay: boolean; hasTime: boolean }, is1904: boolean) {
  const ms = Math.round(number * dayMs)
  const timeMs = ((ms % dayMs) + dayMs) % dayMs
  const days = (ms - timeMs) / dayMs + (is1904 ? days1904 : 0)
  if (days < 0 || days > lastDay) return undefined
  const isTimeOnly = !hasDay && ms < dayMs
  if (isTimeOnly) return clock(timeMs)
  return hasTime || timeMs > 0 ? `${isoDay(days)} ${clock(timeMs)}` : isoDay(days)
}

function isoDay(days: number): string {
  if (days === 0) return '1900-01-00'
  if (days === 60) return '1900-02-29'
  return new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * dayMs).toISOString().slice(0, 10)
}

/** `10:05`, with seconds where there are any. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`
  const time = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 === 0 && fraction === '' ? time : `${time}:${twoDigits(seconds % 60)}${fraction}`
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')
