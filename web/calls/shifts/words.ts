import type { BreakReason, ShiftState } from './api.ts'

export const stateTitles: Readonly<Record<ShiftState, string>> = {
  on_call: 'On a call',
  between: 'Between calls',
  finishing: 'On a call, then a break',
  paused: 'On a break',
  idle: 'Idle',
}

/** What the time spent so is called, in a row of figures. */
export const timeTitles: Readonly<Record<ShiftState, string>> = {
  on_call: 'On calls',
  between: 'Between calls',
  finishing: 'On calls, before a break',
  paused: 'On breaks',
  idle: 'Idle',
}

export const reasonTitles: Readonly<Record<BreakReason, string>> = {
  break: 'Break',
  training: 'Training',
  technical: 'Technical fault',
  other: 'Something else',
}

/** "1 h 25 min", "4.5 min": as exact as is of use. */
export function formatMinutes(minutes: number): string {
  if (minutes < 10) return `${Math.round(minutes * 10) / 10} min`
  const whole = Math.round(minutes)
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${whole % 60} min`
}
