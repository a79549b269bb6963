import { queryOptions } from '@tanstack/react-query'
import type { Condition, OutcomeRule } from '../../server/surveys/schema.ts'
import { inForce, request } from '../api.ts'

export interface Answer {
  readonly question: string
  readonly rating: number | null
  readonly reason: string | null
  readonly comment: string | null
}

export interface CallNumber {
  readonly id: string
  readonly number: string
  readonly e164: string | null
  readonly safe: boolean
}

export interface CallQuestion {
  readonly key: string
  readonly title: string
  readonly section: string
  readonly lead: string
  readonly ask: string
  readonly concerns: 'call_handler' | 'attending' | 'officer_in_charge'
  readonly askedIf: Condition
}

export type Outcome = Pick<OutcomeRule, 'name' | 'code' | 'title' | 'next'>

export interface CallBack {
  readonly id: string
  readonly leaseExpiresAt: string
  readonly attemptsMade: number
  readonly maximumAttempts: number
  readonly involvement: 'caller' | 'victim' | 'witness'
  readonly person: {
    readonly name: string
    readonly title: string | null
    readonly forename: string | null
    readonly surname: string | null
    readonly language: string | null
    readonly needs: readonly string[]
  }
  readonly numbers: readonly CallNumber[]
  readonly incident: {
    readonly reference: string
    readonly categoryName: string | null
    readonly openedAt: string | null
    readonly unit: string | null
  }
  readonly lastAttempt: { readonly at: string; readonly outcome: string; readonly note: string | null } | null
  readonly interview: {
    readonly id: string
    readonly mayBeNamed: boolean | null
    readonly mayBeRungAgain: boolean | null
    readonly answers: readonly Answer[]
  }
  readonly questions: readonly CallQuestion[]
  readonly texts: { readonly opening: string; readonly introduction: string; readonly closing: string }
  readonly outcomes: readonly Outcome[]
}

export interface Summary {
  readonly queued: number
  readonly claimed: number
  readonly ended: number
  readonly dueNow: number
  readonly exclusions: readonly { readonly reason: string; readonly services: number }[]
}

export interface Attempt {
  readonly attemptId: string
  readonly numberId: string
  readonly outcome: string
  readonly note?: string
  readonly appointmentAt?: string
}

export interface AttemptResult {
  readonly next: OutcomeRule['next']
  readonly dueAt: string | null
  readonly ended: boolean
}

export interface Leave {
  readonly mayBeNamed?: boolean
  readonly mayBeRungAgain?: boolean
}

export type Ending = 'completed' | 'broken_off'
export interface EndResult {
  readonly status: string
  readonly ratings: number
  readonly alerts: { readonly low: number; readonly high: number }
}

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
    queryFn: () => request<Summary>(inForce(force, '/calls/summary')),
    refetchInterval: 60_000,
  })

export const claimCall = (force: string) =>
  request<CallBack | null>(inForce(force, '/calls/claim'), { method: 'POST', body: {} })

export const keepCallAlive = (force: string, id: string) =>
  request<{ leaseExpiresAt: string }>(inForce(force, `/calls/${id}/keep-alive`), { method: 'POST', body: {} })

export const releaseCall = (force: string, id: string) =>
  request<null>(inForce(force, `/calls/${id}/release`), { method: 'POST', body: {} })

export const recordAttempt = (force: string, id: string, attempt: Attempt) =>
  request<AttemptResult>(inForce(force, `/calls/${id}/attempts`), { method: 'POST', body: attempt })

export const putAnswer = (force: string, interviewId: string, { question, rating, reason, comment }: Answer) =>
  request<Answer>(inForce(force, `/interviews/${interviewId}/answers/${question}`), {
    method: 'PUT',
    body: { ...(rating === null ? { reason } : { rating }), ...(comment ? { comment } : {}) },
  })

export const putLeave = (force: string, interviewId: string, leave: Leave) =>
  request<unknown>(inForce(force, `/interviews/${interviewId}/leave`), { method: 'PUT', body: leave })

export const endInterview = (force: string, interviewId: string, ending: Ending) =>
  request<EndResult>(inForce(force, `/interviews/${interviewId}/end`), { method: 'POST', body: { ending } })
