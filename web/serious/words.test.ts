import { expect, it } from 'vitest'
import type { SeriousSummary } from './api.ts'
import { hasReachedNobody, tellDelivery } from './words.ts'

type Told = SeriousSummary['told'][number]

const told = (status: Told['status'], lastReply: string | null = null): Told => ({
  to: 'desk@testshire.example',
  status,
  lastReply,
})

const report: SeriousSummary = {
  id: '01990000-0000-7000-8000-000000000001',
  kind: 'safeguarding',
  title: 'Safeguarding concern',
  at: '2011-09-01T09:00:00Z',
  reportedBy: 'Iris Interviewer',
  incident: { reference: '607-01082011-1', unit: null },
  told: [],
  taken: null,
}

it.each<[string, readonly Told['status'][], boolean]>([
  ['no desk and no force has an address', [], true],
  ['every mail server refused it', ['refused', 'refused'], true],
  ['one of two refused it', ['refused', 'accepted'], false],
  ['it is on its way', ['queued'], false],
  ['it went', ['accepted'], false],
  ['it lies in the mailbox of the page', ['kept'], false],
])('of a report: %s', (_, statuses, isNobody) =>
  expect(hasReachedNobody({ ...report, told: statuses.map(status => told(status)) })).toBe(isNobody),
)

it.each<[Told, string]>([
  [told('accepted'), 'E-mailed to desk@testshire.example'],
  [told('kept'), 'For desk@testshire.example: kept in the mailbox, as no mail server is set'],
  [told('refused', '550 unknown'), 'Refused by the mail server of desk@testshire.example: “550 unknown”'],
  [told('refused'), 'Refused by the mail server of desk@testshire.example: “no reason given”'],
  [told('queued'), 'On its way to desk@testshire.example'],
  [
    told('queued', '451 later'),
    'Waiting to go to desk@testshire.example: the mail server said “451 later”. It is tried again by itself.',
  ],
])('of an e-mail to a desk: %o', (message, words) => expect(tellDelivery(message)).toBe(words))
