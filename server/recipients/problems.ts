import { Problem } from '../platform/problem.ts'

export const recipientUnknown = (id: string) =>
  new Problem('recipient_unknown', 404, `There is no recipient ${id} in this force.`, { id })
export const suppressionUnknown = (id: string) =>
  new Problem('suppression_unknown', 404, `This recipient has no suppression ${id}.`, { id })
export const numberUnknown = (id: string) =>
  new Problem('number_unknown', 404, `This recipient has no number ${id}.`, { id })
export const reasonUnknown = (reason: string, change: string, known: readonly string[]) =>
  new Problem('reason_unknown', 422, `There is no reason "${reason}" for this. Reasons: ${known.join(', ')}.`, {
    reason,
    change,
  })
export const suppressionEndsInThePast = (until: string) =>
  new Problem('suppression_ends_in_the_past', 422, `A suppression until ${until} would be over already.`, { until })
export const cursorUnreadable = () =>
  new Problem('cursor_unreadable', 422, 'The field cursor is none that a page before gave as its nextCursor.')
