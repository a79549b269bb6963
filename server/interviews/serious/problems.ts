import { Problem } from '../../platform/problem.ts'

export const reportIdTaken = (id: string) =>
  new Problem('report_id_taken', 409, 'This report id was used in another interview: make a new id for each report.', {
    id,
  })
export const reportUnknown = (id: string) =>
  new Problem('report_unknown', 404, `There is no report ${id} for you: open it from the list.`, { id })
export const reportTaken = (id: string, by: string) =>
  new Problem('report_taken', 409, `${by} has taken this up already.`, { id, by })
export const tooManyReports = (limit: number) =>
  new Problem(
    'too_many_reports',
    409,
    `You have made ${limit} reports of this call, and it takes no more: ring the desk, or tell your team leader.`,
    { limit },
  )
export const reportTooLate = (days: number) =>
  new Problem(
    'report_too_late',
    409,
    `You had this call more than ${days} days ago: tell the desk or your team leader, who can look it up.`,
    { days },
  )
export const confirmedInTheFuture = (confirmedAt: string) =>
  new Problem(
    'confirmed_in_the_future',
    422,
    `The field confirmedAt (${confirmedAt}) lies in the future: say when you rang.`,
    { confirmedAt },
  )
