import { Problem } from '../platform/problem.ts'

export const emailInvalid = (email: string) =>
  new Problem('email_invalid', 422, `"${email}" is not an e-mail address: give one such as name@force.example.`)
export const passwordTooShort = (minimum: number) =>
  new Problem('password_too_short', 422, `The password is too short: use at least ${minimum} characters.`, { minimum })
export const passwordNeeded = (email: string) =>
  new Problem('password_needed', 422, `${email} is new here and needs a password.`)
export const userUnknown = (email: string) =>
  new Problem('user_unknown', 404, `Nobody signs in as ${email}: "ringback user create" makes a user.`)
export const languageUnknown = (language: string) =>
  new Problem(
    'language_unknown',
    422,
    `There is no language "${language}": give a name such as Welsh, or its code, cy.`,
    {
      language,
    },
  )
export const notAMember = (email: string, force: string) =>
  new Problem(
    'not_a_member',
    409,
    `${email} has no role in the force "${force}": "ringback user create ${email} --force ${force} --role ROLE" gives one.`,
    { force },
  )
