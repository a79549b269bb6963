import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { KeepingKey } from '../../server/calls/keeping-key/schema.ts'
import type { AttemptRequest, AttemptResult, CallSheet, CallSummary, KeptAlive } from '../../server/calls/schema.ts'
import type { SoftphoneAccount } from '../../server/calls/softphone/schema.ts'
import type { EndedInterview, endRequest, Leave, PutOff, SavedAnswer } from '../../server/interviews/schema.ts'
import type { SeriousRequest, SeriousResult } from '../../server/interviews/serious/schema.ts'
import { inForce, request } from '../api.ts'

export type { AttemptResult, EndedInterview, Leave, SeriousResult }
export type SeriousReport = SeriousRequest
export type CallBack = CallSheet
export type Answer = CallBack['interview']['answers'][number]
export type CallQuestion = CallBack['questions'][number]
export type Desk = CallBack['desks'][number]
export type Outcome = CallBack['outcomes'][number]
export type Attempt = AttemptRequest
export type Ending = z.infer<typeof endRequest>['ending']

/** Whose workstation asks: the server refuses it from a browser in which somebody else is signed in by now. */
export interface Who {
  readonly force: string
  /** The user's id. */
  readonly as: string
}

/** The call in hand, as it stands on the server: what a reload brings back. */
export const currentCallQuery = ({ force, as }: Who) =>
  queryOptions({
    queryKey: ['current call', force, as],
    queryFn: () => request<CallBack | null>(inForce(force, '/calls/current'), { as }),
    // Once loaded, the page holds the call; a refetch behind the interviewer's back would move the ground.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export const summaryQuery = ({ force, as }: Who) =>
  queryOptions({
    queryKey: ['calls summary', force, as],
    queryFn: () => request<CallSummary>(inForce(force, '/calls/summary'), { as }),
    refetchInterval: 60_000,
  })

export const claimCall = ({ force, as }: Who) =>
  request<CallBack | null>(inForce(force, '/calls/claim'), { as, method: 'POST', body: {} })

export interface By extends Who {
  readonly signal: AbortSignal
}

export const keepCallAlive = ({ force, ...by }: By, id: string) =>
  request<KeptAlive>(inForce(force, `/calls/${id}/keep-alive`), { ...by, method: 'POST', body: {} })

export const releaseCall = ({ force, as }: Who, id: string) =>
  request<null>(inForce(force, `/calls/${id}/release`), { as, method: 'POST', body: {} })

export const recordAttempt = ({ force, ...by }: By, id: string, attempt: Attempt) =>
  request<AttemptResult>(inForce(force, `/calls/${id}/attempts`), { ...by, method: 'POST', body: attempt })

export const putAnswer = (
  { force, ...by }: By,
  interviewId: string,
  { question, rating, reason, comment }: Answer,
  order: number,
) =>
  request<SavedAnswer>(inForce(force, `/interviews/${interviewId}/answers/${question}`), {
    ...by,
    method: 'PUT',
    body: { ...(rating === null ? { reason } : { rating }), ...(comment ? { comment } : {}), order },
  })

export const putLeave = ({ force, ...by }: By, interviewId: string, leave: Leave, order: number) =>
  request<unknown>(inForce(force, `/interviews/${interviewId}/leave`), {
    ...by,
    method: 'PUT',
    body: { ...leave, order },
  })

/** Reports under the page's own id: a repeat changes nothing. */
export const reportSerious = ({ force, ...by }: By, interviewId: string, reportId: string, report: SeriousReport) =>
  request<SeriousResult>(inForce(force, `/interviews/${interviewId}/serious/${reportId}`), {
    ...by,
    method: 'PUT',
    body: report,
  })

export const endInterview = ({ force, ...by }: By, interviewId: string, ending: Ending) =>
  request<EndedInterview>(inForce(force, `/interviews/${interviewId}/end`), { ...by, method: 'POST', body: { ending } })

/** The key that seals what the interviewer's browser keeps: it is given to them alone, and lies nowhere but in memory. */
export const fetchKeepingKey = ({ force, ...by }: By) => request<KeepingKey>(inForce(force, '/calls/keeping-key'), by)

/** Their own account on the telephone system, kept nowhere: each call asks anew. */
export const softphoneQuery = ({ force, as }: Who) =>
  queryOptions({
    queryKey: ['softphone', force, as],
    queryFn: () => request<SoftphoneAccount>(inForce(force, '/calls/softphone'), { as }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export const putOffInterview = ({ force, as }: Who, interviewId: string, appointmentAt: string) =>
  request<PutOff>(inForce(force, `/interviews/${interviewId}/put-off`), { as, method: 'POST', body: { appointmentAt } })
