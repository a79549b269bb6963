import type { FunnelStep } from '../../server/calls/selection/schema.ts'
import type { FunnelCounts } from './api.ts'

type Left = Exclude<keyof FunnelCounts, 'lost'>

interface Step {
  readonly left: Left
  readonly title: string
  /** What is lost on the way to it. */
  readonly lost: FunnelStep | null
}

export const funnelSteps: readonly Step[] = [
  { left: 'received', title: 'Received a service', lost: null },
  { left: 'decided', title: 'Looked at', lost: 'undecided' },
  { left: 'withUsableNumber', title: 'Has a usable number', lost: 'no_usable_number' },
  { left: 'safe', title: 'Safe to ring', lost: 'not_safe' },
  { left: 'asked', title: 'Within the survey', lost: 'not_asked' },
  { left: 'inWindow', title: 'In the window', lost: 'not_in_window' },
  { left: 'notRungLately', title: 'Not rung lately', lost: 'rung_lately' },
  { left: 'selected', title: 'Selected', lost: 'not_drawn' },
]

/** Those that came in since the last run are a step only while there are some. */
export const stepsFor = (counts: FunnelCounts): readonly Step[] =>
  funnelSteps.filter(({ left }) => left !== 'decided' || counts.decided < counts.received)
