import type { SeriousSummary } from './api.ts'

type Told = SeriousSummary['told'][number]

/** What became of the e-mail to a desk. */
export function tellDelivery({ to, status, lastReply }: Told): string {
  switch (status) {
    case 'accepted':
      return `E-mailed to ${to}`
    case 'kept':
      return `For ${to}: kept in the mailbox, as no mail server is set`
    case 'refused':
      return `Refused by the mail server of ${to}: “${lastReply ?? 'no reason given'}”`
    case 'queued':
      return lastReply
        ? `Waiting to go to ${to}: the mail server said “${lastReply}”. It is tried again by itself.`
        : `On its way to ${to}`
  }
}

/** Each e-mail was refused, or nobody was told, as neither the desk nor the force has an address. */
export const hasReachedNobody = ({ told }: SeriousSummary): boolean => told.every(({ status }) => status === 'refused')
