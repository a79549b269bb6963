/**
 * Mends: what an administrator puts right by hand about a person and their postings, until the force's system says
 * something new about the same thing.
 *
 *   standing ──undoMends──> undone          while nothing has changed since
 *      └──a file says something new──> overruled
 *
 * A mend is so from today, of somebody whose posting is still to come from its first day, or from a day that was chosen.
 * Each mend keeps what it was before, sealed, and has its audit entry. Mends of one force take turns, with its imports too, so
 * that two of them never close a circle between them.
 */
import { writeAudit } from '../../audit/service.ts'
import type { ForceTx } from '../../forces/service.ts'
import { newId } from '../../platform/id.ts'
import type { MendKind } from '../../platform/tables.ts'
import { today } from '../people-now.ts'
import { differenceOf, findPostings, listUnder, lockPostings, savePostings } from '../posting-queries.ts'
import { daysUnder, firstDayOf, type Posting, postingThatCounts } from '../posting-rules.ts'
import { findStaff } from '../staff-queries.ts'
import type { Person } from '../staff-take.ts'
import { notBeforeToday, readOncePerDay, refuseBadLine, refuseNewCircles, type TakenBack } from './bad-lines.ts'
import { isLatestStanding, isStill, keepPostings, restored, tell } from './kept.ts'
import {
  changedMeanwhile,
  mendChangesNothing,
  mendOvertaken,
  mendUnknown,
  nobodyUnder,
  ownSupervisor,
  staffUnknown,
  unitIdUnknown,
} from './problems.ts'
import { findMend, insertMend, listMends, named, rememberSaid, setEmailOf, setUndone } from './queries.ts'
import { changeFrom, endOn, endPosting, type Mended } from './rules.ts'
import type { Mend } from './schema.ts'

export interface WhenMended {
  readonly from?: string
  readonly alwaysSo?: boolean
}

/** Throws `staff_unknown`, `changed_meanwhile`, `mend_changes_nothing`. */
export async function mendEmail(
  tx: ForceTx,
  collarNumber: string,
  { email, instead }: { readonly email: string | null; readonly instead?: string | null },
): Promise<Mend> {
  const { person, postings } = await readInTurn(tx, collarNumber)
  const was = person.email || null
  if (instead !== undefined && instead !== was) throw changedMeanwhile()
  if (email === was) throw mendChangesNothing()
  await rememberSaid(tx, person, postings)
  await setEmailOf(tx, person.id, email)
  const mend = { id: newId(), staffId: person.id, kind: 'email' as const, postingId: null }
  await insertMend(tx, { ...mend, before: { email: was }, after: { email } })
  await audit(tx, 'people.email_mended', person.id, { mendId: mend.id })
  await addressesChanged(tx)
  return { id: mend.id, kind: 'email', collarNumber, from: null, was, became: email }
}

interface NewSupervisor extends WhenMended {
  readonly supervisor: string | null
  readonly instead?: string | null
}

/** Throws `staff_unknown`, `supervisor_not_known`, `supervisor_loop` and what `changeFrom` refuses. */
export async function mendSupervisor(tx: ForceTx, collarNumber: string, mend: NewSupervisor): Promise<Mend> {
  const known = await readInTurn(tx, collarNumber)
  const mended = await putUnder(tx, known, { ...mend, from: mend.from ?? firstDayOf(known.postings, today(tx)) })
  await addressesChanged(tx)
  return mended
}

async function putUnder(
  tx: ForceTx,
  known: Mendable,
  mend: NewSupervisor & { readonly from: string },
  peopleOn = readOncePerDay(tx),
): Promise<Mend> {
  const { collarNumber } = known.person
  const day = mend.from
  if (mend.instead !== undefined && (postingThatCounts(known.postings, day)?.supervisor ?? null) !== mend.instead)
    throw changedMeanwhile()
  if (mend.supervisor !== null) await refuseBadLine(tx, collarNumber, mend.supervisor, day, peopleOn)
  return mendPostings(tx, known, 'supervisor', (mendId, postings) =>
    changeFrom(postings, {
      ...{ collarNumber, mendId, day, today: today(tx), alwaysSo: mend.alwaysSo ?? false },
      change: { supervisor: mend.supervisor },
    }),
  )
}

/**
 * Gives everybody who is under this person now, or in a posting to come, another supervisor; for a leaver. Each posting under
 * this person is a mend of its own. If one of them takes over the others, they stay where they are themselves. Throws
 * `nobody_under` and what `mendSupervisor` does.
 */
export async function handOver(
  tx: ForceTx,
  collarNumber: string,
  { supervisor, from }: { readonly supervisor: string; readonly from?: string },
): Promise<readonly Mend[]> {
  await readInTurn(tx, collarNumber)
  const under = await listUnder(tx, collarNumber, notBeforeToday(tx, from ?? today(tx)))
  if (under.length === 0) throw nobodyUnder(collarNumber)
  const others = under.filter(each => each !== supervisor)
  if (others.length === 0) throw ownSupervisor(supervisor)
  const peopleOn = readOncePerDay(tx)
  const mends: Mend[] = []
  for (const each of others) {
    const { postings } = await readInTurn(tx, each)
    for (const day of daysUnder(postings, collarNumber, from ?? today(tx)))
      mends.push(await putUnder(tx, await readInTurn(tx, each), { supervisor, from: day }, peopleOn))
  }
  await addressesChanged(tx)
  return mends
}

/** Throws `staff_unknown`, `unit_id_unknown` and what `mendSupervisor` does. Who is posted nowhere then gets a posting. */
export async function mendUnit(
  tx: ForceTx,
  collarNumber: string,
  mend: WhenMended & {
    readonly unitId: string
    readonly supervisor?: string | null
    readonly instead?: string | null
  },
): Promise<Mend> {
  const known = await readInTurn(tx, collarNumber)
  const unit = await tx.db.selectFrom('units').select('id').where('id', '=', mend.unitId).executeTakeFirst()
  if (!unit) throw unitIdUnknown(mend.unitId)
  const day = mend.from ?? firstDayOf(known.postings, today(tx))
  if (mend.instead !== undefined && (postingThatCounts(known.postings, day)?.unitId ?? null) !== mend.instead)
    throw changedMeanwhile()
  if (mend.supervisor) await refuseBadLine(tx, collarNumber, mend.supervisor, day)
  const mended = await mendPostings(tx, known, 'unit', (mendId, postings) =>
    changeFrom(postings, {
      ...{ collarNumber, mendId, day, today: today(tx), alwaysSo: mend.alwaysSo ?? false },
      change: { unitId: mend.unitId, ...(mend.supervisor === undefined ? {} : { supervisor: mend.supervisor }) },
    }),
  )
  await addressesChanged(tx)
  return mended
}

/** Throws `staff_unknown`, `changed_meanwhile` and what `endOn` and `endPosting` refuse. */
export async function mendEnd(
  tx: ForceTx,
  collarNumber: string,
  {
    lastDay,
    postingId,
    instead,
  }: { readonly lastDay: string | null; readonly postingId?: string; readonly instead?: string | null },
): Promise<Mend> {
  const known = await readInTurn(tx, collarNumber)
  const seen = postingId === undefined ? known.postings.at(-1) : known.postings.find(({ id }) => id === postingId)
  if (instead !== undefined && (seen?.toWritten ?? null) !== instead) throw changedMeanwhile()
  const mended = await mendPostings(tx, known, 'end', (_, postings) =>
    postingId === undefined ? endOn(postings, lastDay, collarNumber) : endPosting(postings, postingId, lastDay),
  )
  await addressesChanged(tx)
  return mended
}

/** Puts back what each was before, the latest first. Throws `mend_unknown`, `mend_overtaken`, `supervisor_loop`: then none is undone. */
export async function undoMends(tx: ForceTx, ids: readonly string[]): Promise<readonly Mend[]> {
  await lockPostings(tx)
  const undone: Mend[] = []
  const takenBack: TakenBack[] = []
  for (const id of ids.toSorted().toReversed()) {
    const { mend, ...changed } = await undoMend(tx, id)
    undone.push(mend)
    if (mend.kind !== 'email') takenBack.push({ mendId: id, collarNumber: mend.collarNumber, ...changed })
  }
  await refuseNewCircles(tx, takenBack)
  await addressesChanged(tx)
  return undone
}

async function undoMend(
  tx: ForceTx,
  id: string,
): Promise<{ readonly mend: Mend; readonly mended: readonly Posting[]; readonly postings: readonly Posting[] }> {
  const mend = await findMend(tx, id)
  if (!mend) throw mendUnknown(id)
  const staff = await tx.db
    .selectFrom('staff')
    .select(['collar_number', 'email_sealed'])
    .where('id', '=', mend.staffId)
    .executeTakeFirstOrThrow()
  const postings = (await findPostings(tx, [mend.staffId])).get(mend.staffId) ?? []
  const now =
    mend.kind === 'email'
      ? { email: tx.seal.unsealOptional('staff.email', staff.email_sealed) }
      : keepPostings(postings)
  const isLatest = isLatestStanding(mend, await listMends(tx, mend.staffId))
  if (!isLatest || !isStill(mend.after, now)) throw mendOvertaken(id)
  const after = 'email' in mend.before ? postings : restored(mend.before.postings, postings)
  if ('email' in mend.before) await setEmailOf(tx, mend.staffId, mend.before.email)
  else {
    await savePostings(tx, differenceOf([{ staffId: mend.staffId, before: postings, after }]), null)
  }
  await setUndone(tx, id)
  await audit(tx, 'people.mend_undone', mend.staffId, { mendId: id, kind: mend.kind })
  const { from, was, became } = await named(tx, mend.kind, tell(mend.kind, mend.postingId, mend.before, mend.after))
  return {
    mend: { id, kind: mend.kind, collarNumber: staff.collar_number, from, was: became, became: was },
    mended: postings,
    postings: after,
  }
}

/** Alerts that reached nobody look again. */
const addressesChanged = (tx: ForceTx) => tx.publish('people.addresses_changed', {})

interface Mendable {
  readonly person: Person
  readonly postings: readonly Posting[]
}

/** The person, once nobody else is changing postings. */
async function readInTurn(tx: ForceTx, collarNumber: string): Promise<Mendable> {
  await lockPostings(tx)
  const [person] = await findStaff(tx, [collarNumber])
  if (!person) throw staffUnknown(collarNumber)
  return { person, postings: (await findPostings(tx, [person.id])).get(person.id) ?? [] }
}

async function mendPostings(
  tx: ForceTx,
  known: Mendable,
  kind: Exclude<MendKind, 'email'>,
  change: (mendId: string, postings: readonly Posting[]) => Mended,
): Promise<Mend> {
  const id = newId()
  const { person } = known
  const postings = await rememberSaid(tx, person, known.postings)
  const mended = change(id, postings)
  await savePostings(tx, differenceOf([{ staffId: person.id, before: postings, after: mended.postings }]), null)
  const kept = { before: keepPostings(postings), after: keepPostings(mended.postings) }
  await insertMend(tx, { id, staffId: person.id, kind, postingId: mended.postingId, ...kept })
  const told = tell(kind, mended.postingId, kept.before, kept.after)
  await audit(tx, auditAs[kind], person.id, { mendId: id, ...told })
  return { id, kind, collarNumber: person.collarNumber, ...(await named(tx, kind, told)) }
}

const auditAs = {
  supervisor: 'people.supervisor_mended',
  unit: 'people.unit_mended',
  end: 'people.posting_ended',
}

const audit = (tx: ForceTx, action: string, staffId: string, details: Readonly<Record<string, unknown>>) =>
  writeAudit(tx, { action, subject: ['staff', staffId], details })
