import { formatDayOf } from '../ui/format.ts'
import type { Alert } from './api.ts'

export const officerName = ({ officer }: Alert) =>
  officer ? `${officer.rank} ${officer.collarNumber} ${officer.name}` : 'No officer known'

export const incidentLine = ({ incident }: Alert, timeZone: string) =>
  incident
    ? [
        incident.categoryName ?? incident.reference,
        incident.unit,
        incident.openedAt ? formatDayOf(incident.openedAt, timeZone) : null,
      ]
        .filter(Boolean)
        .join(', ')
    : notNamed

export const notNamed = 'The person gave no leave to be named, so you see the ratings only.'

interface Delivery {
  readonly words: string
  readonly tone: 'good' | 'second' | 'bad'
}

/** What became of the e-mail, and to whom it went. */
export function deliveryOf({ addressee, delivery }: Alert): Delivery {
  const whom = addressee?.name ?? 'nobody'
  switch (delivery.status) {
    case 'accepted':
      return { words: `E-mailed to ${whom}`, tone: 'good' }
    case 'kept':
      return { words: `For ${whom}: kept in the mailbox, as no mail server is set`, tone: 'second' }
    case 'queued':
      return {
        words: delivery.lastReply
          ? `Waiting to go to ${whom}: the mail server said “${delivery.lastReply}”. It is tried again by itself.`
          : `On its way to ${whom}`,
        tone: 'second',
      }
    case 'refused':
      return {
        words: `Refused by the mail server of ${whom}: “${delivery.lastReply ?? 'no reason given'}”`,
        tone: 'bad',
      }
    case 'none':
      return { words: 'Not e-mailed: there is nobody to send it to', tone: 'bad' }
  }
}
