import { type ForceTx, sharedIn } from '../../forces/service.ts'
import { findStillHere } from '../absent-staff.ts'
import { isLatestStanding, isStill, keepPostings, tell } from '../mends/kept.ts'
import { staffUnknown } from '../mends/problems.ts'
import { type KnownMend, listMends, listUserNames, named } from '../mends/queries.ts'
import { today } from '../people-now.ts'
import { findPostings } from '../posting-queries.ts'
import { readHistory } from './history.ts'
import type { OfficerShape } from './schema.ts'
import { presentPerson, presentReached, readWholeLine, type WholeLine } from './whole-line.ts'

/** Everything about one member of staff's lines: before, now, and as an alert would go today. Throws `staff_unknown`. */
export async function readOfficer(tx: ForceTx, collarNumber: string): Promise<OfficerShape> {
  const whole = await readWholeLine(tx)
  const person = whole.people.get(collarNumber)
  if (!person) throw staffUnknown(collarNumber)
  const postings = (await findPostings(tx, [person.staffId])).get(person.staffId) ?? []
  const mends = await listMends(tx, person.staffId)
  const line = whole.lineOf(person, person.lineFrom)
  return {
    ...presentPerson(person),
    email: person.email(),
    standing: person.standing,
    signIns: await listSignIns(tx, collarNumber),
    problems: [...(whole.problems.get(collarNumber) ?? [])],
    postings: [...(await readHistory(tx, whole, postings, today(tx)))],
    under: (whole.under.get(collarNumber) ?? []).map(presentPerson),
    line: {
      from: person.lineFrom,
      steps: line.steps.map(step => ({ ...step, name: stepName(whole, step.at, step.who) })),
      reaches: presentReached(tx, whole, line),
    },
    stillHere: person.isPosted ? await readStillHere(tx, person.staffId) : null,
    mends: await presentMends(tx, collarNumber, mends, {
      email: { email: person.email() },
      postings: keepPostings(postings),
    }),
  }
}

async function readStillHere(tx: ForceTx, staffId: string): Promise<OfficerShape['stillHere']> {
  const said = await findStillHere(tx, staffId)
  if (!said) return null
  const names = await listUserNames(tx, [said.by])
  return { ...said, by: names.get(said.by) ?? said.by }
}

function stepName(whole: WholeLine, at: 'supervisor' | 'unit' | 'force', who: string | null): string | null {
  if (at !== 'supervisor' || who === null) return who
  const person = whole.people.get(who)
  return person ? `${person.rank} ${person.name()}` : null
}

/** Who signs in as this member of staff, with what they may do in this force. */
async function listSignIns(tx: ForceTx, collarNumber: string): Promise<OfficerShape['signIns']> {
  const rows = await sharedIn(tx)
    .selectFrom('memberships')
    .innerJoin('user', 'user.id', 'memberships.user_id')
    .select(['user.id', 'user.name', 'memberships.role'])
    .where('memberships.force_id', '=', tx.force.id)
    .where('memberships.collar_number', '=', collarNumber)
    .orderBy('user.name')
    .orderBy('memberships.role')
    .execute()
  return [...Map.groupBy(rows, row => row.id).values()].map(held => ({
    name: held[0]?.name ?? '',
    roles: held.map(row => row.role),
  }))
}

async function presentMends(
  tx: ForceTx,
  collarNumber: string,
  mends: readonly KnownMend[],
  now: { readonly email: KnownMend['after']; readonly postings: KnownMend['after'] },
): Promise<OfficerShape['mends']> {
  const names = await listUserNames(
    tx,
    mends.flatMap(mend => [mend.madeBy, mend.undoneBy]).filter(id => id !== null),
  )
  const files = await listFileNames(
    tx,
    mends.map(mend => mend.overruledByImport).filter(id => id !== null),
  )
  const present = async (mend: KnownMend): Promise<OfficerShape['mends'][number]> => {
    const state = mend.undoneAt ? 'undone' : mend.overruledAt ? 'overruled' : 'standing'
    const { undoneBy, overruledByImport } = mend
    return {
      id: mend.id,
      kind: mend.kind,
      collarNumber,
      ...(await named(tx, mend.kind, tell(mend.kind, mend.postingId, mend.before, mend.after))),
      by: names.get(mend.madeBy) ?? mend.madeBy,
      at: mend.madeAt.toString(),
      state,
      endedBy: undoneBy ? (names.get(undoneBy) ?? undoneBy) : (files.get(overruledByImport ?? '') ?? null),
      endedAt: (mend.undoneAt ?? mend.overruledAt)?.toString() ?? null,
      canUndo: isLatestStanding(mend, mends) && isStill(mend.after, mend.kind === 'email' ? now.email : now.postings),
    }
  }
  return Promise.all(mends.map(present))
}

export async function listFileNames(tx: ForceTx, importIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (importIds.length === 0) return new Map()
  const rows = await tx.db.selectFrom('imports').select(['id', 'file_name']).where('id', 'in', importIds).execute()
  return new Map(rows.map(row => [row.id, row.file_name]))
}
