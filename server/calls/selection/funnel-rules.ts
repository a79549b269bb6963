import type { ExclusionRule } from '../../surveys/schema.ts'
import { awaitingDraw, notSampled } from '../sampling.ts'
import type { FunnelCounts, FunnelStep } from './schema.ts'

/** Services of which the same is to be said. */
export interface Alike {
  readonly unitId: string | null
  /** What was decided; null if nothing was yet. */
  readonly outcome: string | null
  /** Of the rule whose reason the outcome is, in the revision by which it was decided. */
  readonly rule: ExclusionRule['rule'] | null
  /** The person has a number that is usable and theirs, safe or not. */
  readonly hasUsableNumber: boolean
  readonly services: number
}

const stepOfRule: Readonly<Record<ExclusionRule['rule'], FunnelStep>> = {
  // There is a number, so what it lacks is that it may be rung safely.
  not_usable_number: 'not_safe',
  service_exclusion: 'not_safe',
  suppressed: 'not_safe',
  unnamed: 'not_asked',
  nothing_to_ask: 'not_asked',
  category: 'not_asked',
  grade: 'not_asked',
  unit: 'not_asked',
  involvement: 'not_asked',
  marker: 'not_asked',
  language: 'not_asked',
  still_open: 'not_in_window',
  outside_window: 'not_in_window',
  rung_lately: 'rung_lately',
}

/** Where a service was lost, and why; undefined if it was selected. */
export function lossOf({ outcome, rule, hasUsableNumber }: Alike): { step: FunnelStep; reason: string } | undefined {
  if (outcome === 'selected') return undefined
  if (outcome === null) return { step: 'undecided', reason: 'undecided' }
  // Whatever rule came first: without a number nobody gets as far as the other steps.
  if (!hasUsableNumber) return { step: 'no_usable_number', reason: 'no_usable_number' }
  if (outcome === notSampled || outcome === awaitingDraw) return { step: 'not_drawn', reason: outcome }
  return { step: rule === null ? 'not_asked' : stepOfRule[rule], reason: outcome }
}

/** Every service is either selected or lost at one step, so that each step is the one before less what is lost at it. */
export function countFunnel(services: readonly Alike[]): FunnelCounts {
  const lost = new Map<string, FunnelCounts['lost'][number]>()
  let received = 0
  for (const alike of services) {
    received += alike.services
    const loss = lossOf(alike)
    if (!loss) continue
    const key = `${loss.step} ${loss.reason}`
    lost.set(key, { ...loss, services: (lost.get(key)?.services ?? 0) + alike.services })
  }
  const at = (step: FunnelStep) =>
    [...lost.values()].reduce((sum, loss) => sum + (loss.step === step ? loss.services : 0), 0)
  const decided = received - at('undecided')
  const withUsableNumber = decided - at('no_usable_number')
  const safe = withUsableNumber - at('not_safe')
  const asked = safe - at('not_asked')
  const inWindow = asked - at('not_in_window')
  const notRungLately = inWindow - at('rung_lately')
  return {
    received,
    decided,
    withUsableNumber,
    safe,
    asked,
    inWindow,
    notRungLately,
    selected: notRungLately - at('not_drawn'),
    lost: [...lost.values()].sort((a, b) => b.services - a.services || (a.reason < b.reason ? -1 : 1)),
  }
}
