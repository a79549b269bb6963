import type { Subscriptions } from './platform/jobs.ts'

/** Which event starts which jobs. An event is published in the transaction of its change, so none is lost. */
export const subscriptions = {
  'interview.ended': ['alerts.raise'],
  'recipients.imported': ['calls.choose'],
  'staff.imported': ['recipients.link_staff'],
  'interviews.imported': [],
} as const satisfies Subscriptions
