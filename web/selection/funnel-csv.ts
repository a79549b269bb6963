import type { FunnelShape } from './api.ts'
import { funnelSteps } from './funnel-steps.ts'

/** A line for each figure of each unit itself: the lines of a step add up to the force. */
export function csvOfFunnel({ units }: FunnelShape): string {
  const lines = units.flatMap(({ name, own }) => [
    ...funnelSteps.map(({ left, title }) => [name, 'left', title, '', own[left]]),
    ...own.lost.map(({ step, reason, services }) => [name, 'lost', step, reason, services]),
  ])
  return [['unit', 'figure', 'step', 'reason', 'services'], ...lines]
    .map(line => `${line.map(cell => quoted(String(cell))).join(',')}\r\n`)
    .join('')
}

/** What a spreadsheet would take for a formula has an apostrophe before it. */
const quoted = (text: string) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
