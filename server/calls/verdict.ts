import type { CallsOfService, Verdict } from './schema.ts'

type Service = Pick<CallsOfService, 'serviceId' | 'reason' | 'changesOn' | 'rules' | 'selection'> & {
  readonly callBack: Pick<
    NonNullable<CallsOfService['callBack']>,
    'status' | 'dueAt' | 'appointmentAt' | 'outcome'
  > | null
}

const nothing = { reason: null, dueAt: null, isAppointment: false, changesOn: null }

/** Rules about the person: they hold for whatever comes next, also where every call-back has ended. */
const aboutThePerson: ReadonlySet<string> = new Set(['service_exclusion', 'suppressed', 'unnamed', 'not_usable_number'])

/**
 * Whether a person may be rung, from what is so of each of their services (newest first): being rung, else waiting and kept
 * out by no rule, else to be chosen at the next hour. If none of these: what is so of the person; what keeps out the newest
 * service that isn't finished; how the newest one was finished.
 */
export function verdictOf(services: readonly Service[]): Verdict {
  const [newest] = services
  if (!newest) return { mayBeRung: false, state: 'no_service', serviceId: null, ...nothing }
  return mayBeRung(services) ?? mayNotBeRung(services, newest)
}

function mayBeRung(services: readonly Service[]): Verdict | undefined {
  const inHand = services.find(({ callBack }) => callBack?.status === 'claimed')
  if (inHand) {
    const { serviceId, reason } = inHand
    return { mayBeRung: reason === null, state: 'in_hand', serviceId, ...nothing, reason }
  }
  const [waiting] = services
    .filter(({ callBack, reason }) => callBack?.status === 'queued' && reason === null)
    .toSorted((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1))
  if (waiting)
    return {
      mayBeRung: true,
      state: 'waiting',
      serviceId: waiting.serviceId,
      reason: null,
      dueAt: dueOf(waiting),
      isAppointment: waiting.callBack?.appointmentAt != null,
      changesOn: null,
    }
  const free = services.find(service => service.callBack === null && keptOutBy(service) === null)
  return free && { mayBeRung: true, state: 'to_be_chosen', serviceId: free.serviceId, ...nothing }
}

function mayNotBeRung(services: readonly Service[], newest: Service): Verdict {
  const no = { mayBeRung: false, ...nothing }
  const personal = newest.rules.find(({ rule, holds }) => holds && aboutThePerson.has(rule))
  if (personal) return { ...no, state: 'kept_out', serviceId: newest.serviceId, reason: personal.reason }
  const keptOut = services.find(({ callBack }) => callBack?.status !== 'ended')
  if (keptOut) {
    const { serviceId, changesOn } = keptOut
    return { ...no, state: 'kept_out', serviceId, reason: keptOutBy(keptOut), changesOn }
  }
  return {
    ...no,
    state: 'finished',
    serviceId: newest.serviceId,
    reason: newest.callBack?.outcome?.name ?? null,
  }
}

const dueOf = ({ callBack }: Service): string => callBack?.appointmentAt ?? callBack?.dueAt ?? ''

/** Where a sample is drawn: not among it, or not drawn yet. */
const drawnOtherwise: ReadonlySet<string> = new Set(['not_sampled', 'awaiting_draw'])

/** A rule as it holds now, else the draw. */
const keptOutBy = ({ reason, selection }: Service): string | null =>
  reason ?? (selection && drawnOtherwise.has(selection.outcome) ? selection.outcome : null)
