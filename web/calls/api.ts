import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AttemptRequest, AttemptResult, CallSheet, CallSummary, KeptAlive } from '../../server/calls/schema.ts'
import type { EndedInterview, endRequest, Leave, PutOff, SavedAnswer } from '../../server/interviews/schema.ts'
import { inForce, request } from '../api.ts'

export type { AttemptResult, EndedInterview, Leave }
export type CallBack = CallSheet
export type Answer = CallBack['interview']['answers'][number]
export type CallQuestion = CallBack['questions'][number]
export type Outcome = CallBack['outcomes'][number]
export type Attempt = AttemptRequest
export type Ending = z.infer<typeof endRequest>['ending']

/** The call in hand, as it stands on the server: what a reload brings back. */
export const currentCallQuery = (force: string) =>
  queryOptions({
    queryKey: ['current call', force],
    queryFn: () => request<CallBack | null>(inForce(force, '/calls/current')),
    // Once loaded, the page holds the call; a refetch behind the interviewer's back would move the ground.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export const summaryQuery = (force: string) =>
  queryOptions({
    queryKey: ['calls summary', force],
    queryFn: () => request<CallSummary>(inForce(force, '/calls/summary')),
    refetchInterval: 60_000,
  })

export const claimCall = (force: string) =>
  request<CallBack | null>(inForce(force, '/calls/claim'), { method: 'POST', body: {} })

export const keepCallAlive = (force: string, id: string) =>
  request<KeptAlive>(inForce(force, `/calls/${id}/keep-alive`), { method: 'POST', body: {} })

export const releaseCall = (force: string, id: string) =>
  request<null>(inForce(force, `/calls/${id}/release`), { method: 'POST', body: {} })

export const recordAttempt = (force: string, id: string, attempt: Attempt) =>
  request<AttemptResult>(inForce(force, `/calls/${id}/attempts`), { method: 'POST', body: attempt })

export const putAnswer = (force: string, interviewId: string, { question, rating, reason, comment }: Answer) =>
  request<SavedAnswer>(inForce(force, `/interviews/${interviewId}/answers/${question}`), {
    method: 'PUT',
    body: { ...(rating === null ? { reason } : { rating }), ...(comment ? { comment } : {}) },
  })

export const putLeave = (force: string, interviewId: string, leave: Leave) =>
  request<unknown>(inForce(force, `/interviews/${interviewId}/leave`), { method: 'PUT', body: leave })

export const putOffInterview = (force: string, interviewId: string, appointmentAt: string) =>
  request<PutOff>(inForce(force, `/interviews/${interviewId}/put-off`), { method: 'POST', body: { appointmentAt } })

export const endInterview = (force: string, interviewId: string, ending: Ending) =>
  request<EndedInterview>(inForce(force, `/interviews/${interviewId}/end`), { method: 'POST', body: { ending } })
