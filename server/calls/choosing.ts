/**
 * Who is chosen. Every service gets a decision, kept in `selections`, soon after it is imported:
 *
 *   (none) ──> kept out, by the reason of the first rule that holds <──> awaiting_draw
 *      └────────────┴──────────> selected │ not_sampled                    │
 *                                    ^── for good ──^──────────────────────┘
 *
 * While an incident's window has not passed, a decision that is not for good is made anew at every run; afterwards the
 * last one stays. A run goes by pages, each a short transaction of its own, the incidents closed last first: so of one
 * person's services the one closed last is chosen, and the others, on this page or a later one, wait for it.
 */
import { writeAudit } from '../audit/service.ts'
import type { ForceTx, Within } from '../forces/service.ts'
import { exclusionOf } from '../recipients/service.ts'
import { mainSurvey, type Survey } from '../surveys/service.ts'
import {
  type Decision,
  drawStratum,
  listInWindow,
  listOutOfReach,
  listOvertaken,
  listStrata,
  lockSurvey,
  type Place,
  queue,
  saveCountedOff,
  saveDecisions,
  type ToQueue,
} from './choosing-queries.ts'
import { inServices, listFacts, todayOf } from './eligibility-queries.ts'
import { awaitingDraw, lastDayOf, notSampled, samplerOf } from './sampling.ts'

export interface Chosen {
  readonly chosen: number
  /** Services that were looked at and not chosen, by reason. */
  readonly excluded: Readonly<Record<string, number>>
}

const servicesOfAPage = 2000

/** Looks at every service of which a decision is due, and queues a call-back for each that is selected. */
export async function chooseCallBacks(
  within: Within,
  { surveyKey = mainSurvey, pageSize = servicesOfAPage } = {},
): Promise<Chosen> {
  const total = { chosen: 0, excluded: {} as Record<string, number> }
  for (const listPage of [listInWindow, listOvertaken, listOutOfReach]) {
    let after: Place | undefined
    do {
      const page = await within(tx => decidePage(tx, surveyKey, survey => listPage(tx, survey, { after, pageSize })))
      add(total, page)
      after = page.next
    } while (after !== undefined)
  }
  for (const stratum of await within(tx => listDueStrata(tx, surveyKey)))
    add(total, await within(tx => drawWeek(tx, surveyKey, stratum)))
  return total
}

function add(total: { chosen: number; excluded: Record<string, number> }, { chosen, excluded }: Chosen): void {
  total.chosen += chosen
  for (const [reason, services] of Object.entries(excluded)) {
    const sum = (total.excluded[reason] ?? 0) + services
    if (sum === 0) delete total.excluded[reason]
    else total.excluded[reason] = sum
  }
}

interface Page extends Chosen {
  readonly next: Place | undefined
}

async function decidePage(
  tx: ForceTx,
  surveyKey: string,
  listPage: (survey: Survey) => ReturnType<typeof listInWindow>,
): Promise<Page> {
  const { survey, countedOff } = await lockSurvey(tx, surveyKey)
  const { ids, next } = await listPage(survey)
  if (ids.length === 0) return { chosen: 0, excluded: {}, next }
  const services = await listFacts(tx, survey, inServices(ids))
  const sampler = samplerOf(survey.settings.sampling, countedOff)
  const today = todayOf(tx)
  const waiting = new Set<string>()
  const decisions: Decision[] = []
  const selected: ToQueue[] = []
  for (const { serviceId, recipientId, unitId, samplingKey, facts } of services) {
    const isWaiting = facts.isWaiting || waiting.has(recipientId)
    const reason = exclusionOf({ ...facts, isWaiting }, survey, today)
    const draw = reason === undefined ? sampler.draw({ samplingKey, unitId, closedOn: facts.closedOn }) : undefined
    decisions.push({ serviceId, ...(draw ?? { outcome: reason as string, probability: null, stratum: null }) })
    if (draw === undefined || draw.outcome === notSampled) continue
    waiting.add(recipientId)
    if (draw.outcome === 'selected')
      selected.push({ serviceId, recipientId, dueAt: dueSince(tx, survey, facts.closedOn) })
  }
  await saveDecisions(tx, survey, decisions)
  if (sampler.countedOff !== countedOff) await saveCountedOff(tx, survey, sampler.countedOff)
  return { ...(await keep(tx, survey, selected.reverse(), countReasons(decisions))), next }
}

function countReasons(decisions: readonly Decision[]): Record<string, number> {
  const reasons: Record<string, number> = {}
  for (const { outcome } of decisions) if (outcome !== 'selected') reasons[outcome] = (reasons[outcome] ?? 0) + 1
  return reasons
}

/** Ids are made in the order of `selected`, the oldest first: of two that are due alike, that is the order of ringing. */
async function keep(
  tx: ForceTx,
  survey: Survey,
  selected: readonly ToQueue[],
  excluded: Readonly<Record<string, number>>,
): Promise<Chosen> {
  const chosen = await queue(tx, survey, selected)
  if (chosen > 0)
    await writeAudit(tx, {
      action: 'calls.chosen',
      subject: ['survey', survey.id],
      details: { chosen, excluded, revision: survey.revision },
    })
  return { chosen, excluded }
}

/** Since it came into the window: whose incident was closed first is rung first, in whichever run they were chosen. */
function dueSince(tx: ForceTx, survey: Survey, closedOn: Temporal.PlainDate | null): Temporal.Instant {
  if (closedOn === null) return tx.now
  const since = closedOn.add({ days: survey.settings.windowDays.from }).toZonedDateTime(tx.force.timeZone).toInstant()
  return Temporal.Instant.compare(since, tx.now) < 0 ? since : tx.now
}

/** A week is drawn when the services of its last day have come into the window: each then has the same chance. */
async function listDueStrata(tx: ForceTx, surveyKey: string): Promise<readonly string[]> {
  const { survey } = await lockSurvey(tx, surveyKey)
  const { sampling, windowDays } = survey.settings
  if (sampling.kind !== 'per_unit_week') return []
  const today = todayOf(tx)
  return (await listStrata(tx, survey)).filter(
    stratum => Temporal.PlainDate.compare(lastDayOf(stratum).add({ days: windowDays.from }), today) <= 0,
  )
}

async function drawWeek(tx: ForceTx, surveyKey: string, stratum: string): Promise<Chosen> {
  const { survey } = await lockSurvey(tx, surveyKey)
  const { sampling } = survey.settings
  // Somebody may have changed the sampling since the strata were listed.
  if (sampling.kind !== 'per_unit_week') return { chosen: 0, excluded: {} }
  const drawn = await drawStratum(tx, survey, stratum, sampling)
  const selected = drawn.selected.map(row => ({
    serviceId: row.service_id,
    recipientId: row.recipient_id,
    dueAt: dueSince(tx, survey, row.closed_at.toZonedDateTimeISO(tx.force.timeZone).toPlainDate()),
  }))
  const excluded = {
    [awaitingDraw]: -(selected.length + drawn.notSampled),
    ...(drawn.notSampled > 0 ? { [notSampled]: drawn.notSampled } : {}),
  }
  return { ...(await keep(tx, survey, selected, excluded)), excluded }
}
