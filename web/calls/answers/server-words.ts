/** What the server's answer to something that was sent means for it. */
import { ApiProblem } from '../../api.ts'
import type { Write } from './writes.ts'

/** Whether the server keeps it, and not a later word from elsewhere: its reply is what it has. */
export function stands(write: Write, reply: unknown): boolean {
  const kept = (reply ?? {}) as Readonly<Record<string, unknown>>
  const { order: _, ...leave } = write.kind === 'leave' ? write.leave : {}
  const said = write.kind === 'answer' ? { ...write.answer, order: write.order } : leave
  return Object.entries(said).every(([name, value]) => !(name in kept) || isSame(kept[name], value))
}

/** Half a letter (an emoji cut in two) can't be kept by anybody. */
const isSame = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' ? one === other.toWellFormed() : one === other

export const saidElsewhere = () =>
  new ApiProblem(
    409,
    'said_elsewhere',
    'Another word on this was said on another machine, and stands. Load the page again to see it; to change it, say it anew.',
  )

export const isNotAsked = (error: Error): boolean => error instanceof ApiProblem && error.code === 'question_not_asked'

/** A server that is starting, busy or broken, or what stands before it. */
export const isOfServer = (error: Error): boolean =>
  error instanceof ApiProblem && (error.status >= 500 || [408, 425, 429].includes(error.status))

/** The line, or the server: the next try may succeed. */
export const isPassing = (error: Error): boolean =>
  !(error instanceof ApiProblem) || error.status === 0 || isOfServer(error)

export const isSignedOut = (error: Error | null): boolean => error instanceof ApiProblem && error.status === 401

const endsOfAClaim = new Set(['call_not_yours', 'call_unknown', 'interview_ended', 'interview_unknown'])

/** The call is no longer this interviewer's, or is over. */
export const isLost = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && endsOfAClaim.has(error.code)
