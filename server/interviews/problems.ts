import { Problem } from '../platform/problem.ts'

export const interviewUnknown = (id: string) =>
  new Problem(
    'interview_unknown',
    404,
    `There is no interview ${id}: claim a call, and use the id that comes with it.`,
    {
      id,
    },
  )
export const interviewEnded = (id: string) =>
  new Problem('interview_ended', 409, 'This interview has ended, and what was said in it is fixed.', { id })
export const questionNotAsked = (key: string, asked: readonly string[]) =>
  new Problem(
    'question_not_asked',
    422,
    `The question "${key}" is not asked in this interview now. Questions asked: ${asked.join(', ') || 'none'}.`,
    { question: key, asked },
  )
export const orderTooFar = (order: number, highest: number) =>
  new Problem(
    'order_too_far',
    422,
    `The field order (${order}) is far above the highest of this interview so far (${highest}): count on from that.`,
    { order, highest },
  )
