import { Problem } from '../platform/problem.ts'

export const alertUnknown = (id: string) =>
  new Problem('alert_unknown', 404, 'There is no such alert, or it went to somebody else.', { alert: id })
export const messageUnknown = (id: string) =>
  new Problem('message_unknown', 404, 'There is no such message in the mailbox.', { message: id })
export const mailboxNotForYourRole = () =>
  new Problem(
    'not_for_your_role',
    403,
    'The mailbox is for the roles administrator, team leader of this force; for every role in a demo only.',
  )
