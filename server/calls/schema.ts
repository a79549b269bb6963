import { z } from 'zod'
import { seriousKind } from '../forces/schema.ts'
import { sentInstant } from '../platform/schema.ts'
import { scaleWords } from '../surveys/schema.ts'

const instant = z.string().describe('ISO 8601 instant')

export const attemptRequest = z.object({
  /** The client's own: a repeat of it changes nothing and is answered the same. */
  attemptId: z.guid(),
  numberId: z.guid(),
  outcome: z.string().min(1).describe('the name of an outcome, or its AAPOR code'),
  note: z.string().max(4000).nullish(),
  appointmentAt: sentInstant.nullish(),
  ringSeconds: z.int().min(0).max(3600).nullish().describe('how long it rang, where the page could tell'),
})
export type AttemptRequest = z.infer<typeof attemptRequest>

export const attemptResult = z.object({
  next: z.enum(['interview', 'retry', 'next_number', 'appointment', 'final']),
  dueAt: instant.nullable(),
  ended: z.boolean(),
})
export type AttemptResult = z.infer<typeof attemptResult>

const involvement = z.enum(['caller', 'victim', 'witness'])

/** What was said so far in the interview of a call: handed in by the interviews stage. */
export const interviewSoFar = z.object({
  id: z.uuid(),
  mayBeNamed: z.boolean().nullable(),
  mayBeRungAgain: z.boolean().nullable(),
  lastOrder: z.int().describe('the highest order that an answer or the leave was given in; 0 if none was'),
  answers: z.array(
    z.object({
      question: z.string(),
      rating: z.int().nullable(),
      reason: z.string().nullable(),
      comment: z.string().nullable(),
    }),
  ),
})
export type InterviewSoFar = z.infer<typeof interviewSoFar>
/** With when something was said last: no part of the sheet, but it tells whether anybody is on the line. */
export interface InterviewAsRead extends InterviewSoFar {
  readonly lastSaidAt: Temporal.Instant | null
}

/** Besides the instant: a page whose clock is wrong, or is not the force's, goes by this. */
const leaseSeconds = z.int().describe('how long the lease lasts from now')

/** All an interviewer needs for one call. */
export const callSheet = z.object({
  id: z.uuid(),
  leaseExpiresAt: instant,
  leaseSeconds,
  attemptsMade: z.int(),
  maximumAttempts: z.int(),
  involvement,
  person: z.object({
    name: z.string(),
    title: z.string().nullable(),
    forename: z.string().nullable(),
    surname: z.string().nullable(),
    language: z.string().nullable(),
    needs: z.array(z.string()),
  }),
  numbers: z.array(
    z.object({
      id: z.uuid(),
      number: z.string().describe('as it is written in its country'),
      e164: z.string(),
      dial: z.string().describe('what to dial, with the prefixes for text relay and for the number of the caller'),
      safe: z.boolean(),
      wasInVain: z
        .boolean()
        .describe('rung in this call-back already, with an outcome that says to try the next number'),
    }),
  ),
  dialling: z.object({
    by: z.enum(['link', 'copy', 'softphone']),
    callerNumber: z.enum(['as_is', 'show', 'withhold']),
    isRelay: z.boolean().describe('a relay assistant types what is said: wait for them, and speak in short turns'),
  }),
  /** Whom to ring, and who is told, when something serious is said. */
  desks: z.array(
    z.object({
      kind: seriousKind,
      title: z.string(),
      whomToRing: z.string().nullable().describe('a number to ring now; null where the e-mail is enough'),
      duty: z.string().describe('what the interviewer does, and what follows'),
    }),
  ),
  incident: z.object({
    reference: z.string(),
    categoryName: z.string().nullable(),
    openedAt: instant.nullable(),
    unit: z.string().nullable(),
  }),
  appointmentAt: instant.nullable().describe('when they agreed to be rung'),
  isOnTheLine: z.boolean().describe('they are on the line: the interview goes on under this claim'),
  numberOnTheLine: z
    .uuid()
    .nullable()
    .describe('the number on which they came to the line under this claim; it stays when it may not be rung any more'),
  lastAttempt: z.object({ at: instant, outcome: z.string(), note: z.string().nullable() }).nullable(),
  interview: interviewSoFar,
  questions: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      section: z.string(),
      lead: z.string(),
      ask: z.string(),
      concerns: z.string(),
      scale: scaleWords,
      askedIf: z.object({
        involvement: involvement.optional(),
        attended: z.boolean().optional(),
        answered: z.object({ question: z.string(), unlessReason: z.array(z.string()) }).optional(),
      }),
    }),
  ),
  language: z.string().describe('of the texts and questions; `missing` names those that are in English all the same'),
  missing: z.array(z.string()).describe('names of texts, and keys of questions, that the language lacks'),
  texts: z.object({
    opening: z.string(),
    introduction: z.string(),
    mayBeNamed: z.string(),
    mayBeRungAgain: z.string(),
    closing: z.string(),
  }),
  outcomes: z.array(
    z.object({
      name: z.string(),
      code: z.string(),
      title: z.string(),
      next: z.string(),
      isForGood: z
        .boolean()
        .describe('they are not to be rung again: taken also of a number, or a call, that went meanwhile'),
    }),
  ),
})
export type CallSheet = z.infer<typeof callSheet>

export const putBackReason = z
  .enum(['outside_calling_hours', 'not_safe_yet', 'left_alone', 'lapsed'])
  .describe('why a call was put back while it was in hand')
export type PutBackReason = z.infer<typeof putBackReason>

export const keptAlive = z.object({
  leaseExpiresAt: instant,
  leaseSeconds,
  numbers: z.array(z.uuid()).describe('the numbers of the sheet that may still be rung'),
  unsafe: z
    .string()
    .nullable()
    .describe('why the person would not be rung any more, if that became so while they are being spoken to'),
})
export type KeptAlive = z.infer<typeof keptAlive>

export const callSummary = z.object({
  queued: z.int(),
  claimed: z.int(),
  ended: z.int(),
  dueNow: z.int(),
  exclusions: z.array(z.object({ reason: z.string(), services: z.int() })),
})
export type CallSummary = z.infer<typeof callSummary>

export const eligibilityOfServices = z.object({
  services: z.array(
    z.object({
      id: z.uuid(),
      involvement,
      callBack: z.enum(['queued', 'claimed', 'ended']).nullable(),
      reason: z.string().nullable().describe('why it may not be rung; null if it may'),
      rules: z.array(z.object({ reason: z.string(), rule: z.string(), holds: z.boolean() })),
    }),
  ),
})
export type EligibilityOfServices = z.infer<typeof eligibilityOfServices>

/** That an interview took place, and nothing of what was said. */
export const interviewHeld = z.object({
  id: z.uuid(),
  callBackId: z.uuid(),
  status: z.enum(['in_progress', 'completed', 'partial', 'broken_off', 'abandoned']),
  startedAt: instant,
  endedAt: instant.nullable(),
})
export type InterviewHeld = z.infer<typeof interviewHeld>

/** Whether somebody may be rung, and what decides it; the reason is that of the first rule that holds. */
export const verdict = z.object({
  mayBeRung: z.boolean(),
  state: z.enum(['in_hand', 'waiting', 'to_be_chosen', 'kept_out', 'finished', 'no_service']),
  serviceId: z.uuid().nullable().describe('the service that decides it'),
  reason: z.string().nullable().describe('of the rule that keeps them out, or the outcome with which it was finished'),
  dueAt: instant.nullable(),
  isAppointment: z.boolean(),
  changesOn: z.iso.date().nullable().describe('the day from which time alone lets them be rung; null if it does not'),
})
export type Verdict = z.infer<typeof verdict>

const surveyNamed = z.object({ key: z.string(), name: z.string() })

export const callsOfService = z.object({
  serviceId: z.uuid(),
  survey: surveyNamed,
  reason: z.string().nullable().describe('why it may not be rung now; null if it may'),
  changesOn: z.iso.date().nullable().describe('the day from which time alone lets it be rung; null if it does not'),
  rules: z.array(z.object({ reason: z.string(), rule: z.string(), holds: z.boolean() })),
  selection: z
    .object({
      outcome: z.string(),
      probability: z.number().nullable(),
      stratum: z.string().nullable(),
      decidedAt: instant,
    })
    .nullable(),
  callBack: z
    .object({
      id: z.uuid(),
      status: z.enum(['queued', 'claimed', 'ended']),
      dueAt: instant,
      appointmentAt: instant.nullable(),
      attemptsMade: z.int(),
      outcome: z.object({ name: z.string(), title: z.string() }).nullable(),
      chosenAt: instant,
      endedAt: instant.nullable(),
      attempts: z.array(
        z.object({
          id: z.uuid(),
          at: instant,
          by: z.string().nullable(),
          number: z.string().nullable().describe('null if it is not known any more'),
          outcome: z.string().describe('in words'),
          note: z.string().nullable(),
          appointmentAt: instant.nullable(),
        }),
      ),
      interviews: z.array(interviewHeld),
    })
    .nullable(),
})
export type CallsOfService = z.infer<typeof callsOfService>

export const callsOfRecipient = z.object({
  verdicts: z.array(verdict.extend({ survey: surveyNamed })).describe('one for each survey'),
  /** Somebody rings the person, or a number of theirs, at this moment. */
  inHand: z.object({ by: z.string().nullable(), isThisPerson: z.boolean() }).nullable(),
  services: z.array(callsOfService).describe('of the newest services, up to 200'),
})
export type CallsOfRecipient = z.infer<typeof callsOfRecipient>

export const historyQuery = z.object({
  about: z.enum(['all', 'changes', 'views']).default('all'),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type HistoryQuery = z.infer<typeof historyQuery>

export const historyPage = z.object({
  entries: z.array(
    z.object({
      id: z.uuid(),
      at: instant,
      who: z.object({ kind: z.enum(['user', 'command', 'job']), name: z.string() }),
      action: z.string(),
      what: z.string().describe('in plain words'),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type HistoryPage = z.infer<typeof historyPage>
