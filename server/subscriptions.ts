import type { Subscriptions } from './platform/jobs.ts'

/** Which event starts which jobs. An event is published in the transaction of its change, so none is lost. */
export const subscriptions = {
  'interview.ended': ['alerts.raise'],
  'service.imported': [],
} as const satisfies Subscriptions
