import { Problem } from '../../platform/problem.ts'

export const noSoftphone = () =>
  new Problem(
    'no_softphone',
    404,
    'You have no softphone account here: "ringback softphone set" makes one, and RINGBACK_SIP_SERVER names the server.',
  )
export const softphoneUriInvalid = (uri: string) =>
  new Problem('softphone_uri_invalid', 422, `"${uri}" is no SIP address: give one such as sip:4021@force.example.`, {
    uri,
  })
export const softphonePasswordMissing = () =>
  new Problem(
    'softphone_password_missing',
    422,
    'Give the password of the account: on a terminal, or by --password-stdin.',
  )
export const softphoneUnknown = (email: string) =>
  new Problem('softphone_unknown', 404, `${email} has no softphone account in this force.`, { email })
