import type { Subscriptions, TaskByTurns } from './platform/jobs.ts'

const choose: TaskByTurns = { task: 'calls.choose', byTurns: true }

/** Which event starts which jobs. An event is published in the transaction of its change, so none is lost. */
export const subscriptions = {
  'interview.ended': ['alerts.raise'],
  'interview.put_off': ['alerts.raise'],
  'recipients.imported': [choose],
  'recipients.freed': ['calls.reopen'],
  'calls.choosing_due': [choose],
  'surveys.selection_changed': [choose],
  'staff.imported': ['recipients.link_staff', 'alerts.tell_unheard'],
  'people.addresses_changed': ['alerts.tell_unheard', 'serious.tell_untold'],
  'interviews.imported': [],
} as const satisfies Subscriptions
