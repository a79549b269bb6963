import type { Force } from '../forces/schema.ts'
import type { CallSheet } from './schema.ts'

type Desk = CallSheet['desks'][number]

/** In the order in which the screen offers them: what can't wait comes first. */
const desks: readonly Omit<Desk, 'whomToRing'>[] = [
  {
    kind: 'emergency',
    title: 'Emergency',
    duty: 'Somebody is in danger, or a crime is happening now. Ring first, and say here when you have; the e-mail to the desk is only the record.',
  },
  {
    kind: 'self_harm',
    title: 'Risk of self-harm',
    duty: 'Stay on the line. If somebody is in danger now, ring, or ask a colleague to. The desk is told at once.',
  },
  {
    kind: 'safeguarding',
    title: 'Safeguarding concern',
    duty: 'A child, or an adult who needs care, may be at risk. The desk is told at once; if it can’t wait for an e-mail, ring.',
  },
  {
    kind: 'new_crime',
    title: 'New crime',
    duty: 'Take down what happened, where and when. The desk is told at once: a crime is to be recorded within 24 hours of its report (National Crime Recording Standard).',
  },
  {
    kind: 'complaint',
    title: 'Wishes to complain',
    duty: 'Only if they say so: a 1 alone is no complaint. It goes to those who handle complaints, not to the officer’s line.',
  },
  {
    kind: 'update',
    title: 'Wants an update',
    duty: 'They want to know what came of their incident. The desk is told, and rings or writes to them.',
  },
]

/** Whom to ring, and who is told, when something serious is said. */
export const desksOf = ({ settings }: Force): readonly Desk[] =>
  desks.map(desk => ({ ...desk, whomToRing: settings.deskTelephones[desk.kind] }))

export const deskOf = (force: Force, kind: Desk['kind']): Desk =>
  desksOf(force).find(desk => desk.kind === kind) as Desk
