import { Problem } from '../platform/problem.ts'

export const surveyUnknown = (survey: string, force: string) =>
  new Problem('survey_unknown', 404, `There is no survey "${survey}" in ${force}.`, { survey })
export const rulesChangedMeanwhile = (revision: number) =>
  new Problem(
    'rules_changed_meanwhile',
    409,
    `The rules have been changed since you read them: they are at revision ${revision}. Read them again, and change those.`,
    { revision },
  )
export const ruleUnitUnknown = (reason: string, unit: string) =>
  new Problem('rule_unit_unknown', 422, `The rule "${reason}" names a unit that isn't there: ${unit}.`, {
    reason,
    unit,
  })
