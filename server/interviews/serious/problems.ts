import { Problem } from '../../platform/problem.ts'

export const reportIdTaken = (id: string) =>
  new Problem('report_id_taken', 409, 'This report id was used in another interview: make a new id for each report.', {
    id,
  })
export const reportUnknown = (id: string) =>
  new Problem('report_unknown', 404, `There is no report ${id} for you: open it from the list.`, { id })
export const reportTaken = (id: string, by: string) =>
  new Problem('report_taken', 409, `${by} has taken this up already.`, { id, by })
