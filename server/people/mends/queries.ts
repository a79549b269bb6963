import { type Selectable, sql } from 'kysely'
import { writeAudit } from '../../audit/service.ts'
import { type ForceTx, sharedIn } from '../../forces/service.ts'
import type { ForceTables, MendKind } from '../../platform/tables.ts'
import type { Posting } from '../posting-rules.ts'
import { saidAsBytes, saidOf } from '../staff-said.ts'
import type { Person } from '../staff-take.ts'
import { type Kept, keptShape } from './kept.ts'

export interface NewMend {
  readonly id: string
  readonly staffId: string
  readonly kind: MendKind
  readonly postingId: string | null
  readonly before: Kept
  readonly after: Kept
}

export async function insertMend(tx: ForceTx, mend: NewMend): Promise<void> {
  await tx.db
    .insertInto('mends')
    .values({
      id: mend.id,
      staff_id: mend.staffId,
      kind: mend.kind,
      posting_id: mend.postingId,
      before_sealed: tx.seal.seal('mends.before', JSON.stringify(mend.before)),
      after_sealed: tx.seal.seal('mends.after', JSON.stringify(mend.after)),
      made_by: tx.actor.name,
      made_at: tx.now.toString(),
    })
    .execute()
}

export interface KnownMend extends NewMend {
  readonly madeBy: string
  readonly madeAt: Temporal.Instant
  readonly undoneBy: string | null
  readonly undoneAt: Temporal.Instant | null
  readonly overruledByImport: string | null
  readonly overruledAt: Temporal.Instant | null
}

const toMend = (tx: ForceTx, row: Selectable<ForceTables['mends']>): KnownMend => ({
  id: row.id,
  staffId: row.staff_id,
  kind: row.kind,
  postingId: row.posting_id,
  before: keptShape.parse(JSON.parse(tx.seal.unseal('mends.before', row.before_sealed))),
  after: keptShape.parse(JSON.parse(tx.seal.unseal('mends.after', row.after_sealed))),
  madeBy: row.made_by,
  madeAt: row.made_at,
  undoneBy: row.undone_by,
  undoneAt: row.undone_at,
  overruledByImport: row.overruled_by_import,
  overruledAt: row.overruled_at,
})

export async function findMend(tx: ForceTx, id: string): Promise<KnownMend | undefined> {
  const row = await tx.db.selectFrom('mends').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toMend(tx, row)
}

/** Newest first. */
export async function listMends(tx: ForceTx, staffId: string): Promise<readonly KnownMend[]> {
  const rows = await tx.db
    .selectFrom('mends')
    .selectAll()
    .where('staff_id', '=', staffId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(row => toMend(tx, row))
}

/** A mend of whom one of these is under that was made after another mend, and stands. */
export async function isAnyMendedSince(
  tx: ForceTx,
  collarNumbers: readonly string[],
  mendId: string,
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('mends as m')
    .innerJoin('staff as s', 's.id', 'm.staff_id')
    .where('s.collar_number', 'in', collarNumbers)
    .where('m.kind', 'in', ['supervisor', 'unit'])
    .where('m.id', '>', mendId)
    .where('m.undone_at', 'is', null)
    .where('m.overruled_at', 'is', null)
    .select('m.id')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function setUndone(tx: ForceTx, id: string): Promise<void> {
  await tx.db
    .updateTable('mends')
    .set({ undone_by: tx.actor.name, undone_at: tx.now.toString() })
    .where('id', '=', id)
    .execute()
}

export interface Overruled {
  readonly staffId: string
  readonly kinds: readonly MendKind[]
  /** Null: about the person. */
  readonly postingId: string | null
}

/** Mends that a file has said something new about count no more. */
export async function overruleMends(tx: ForceTx, importId: string, overruled: readonly Overruled[]): Promise<void> {
  const each = overruled.flatMap(({ staffId, kinds, postingId }) => kinds.map(kind => ({ staffId, kind, postingId })))
  if (each.length === 0) return
  const { rows } = await sql<{ id: string; staff_id: string; kind: MendKind }>`
    update mends set overruled_by_import = ${importId}, overruled_at = ${tx.now.toString()}
    from unnest(
      ${each.map(one => one.staffId)}::uuid[], ${each.map(one => one.kind)}::text[], ${each.map(one => one.postingId)}::uuid[]
    ) as said (staff_id, kind, posting_id)
    where mends.staff_id = said.staff_id and mends.kind = said.kind and mends.posting_id is not distinct from said.posting_id
      and undone_at is null and overruled_at is null
    returning mends.id, mends.staff_id, mends.kind`.execute(tx.db)
  await writeAudit(
    tx,
    ...rows.map(({ id, staff_id, kind }) => ({
      action: 'people.mend_overruled',
      subject: ['staff', staff_id] as const,
      details: { mendId: id, kind, importId },
    })),
  )
}

/**
 * Before the first mend of a person whose postings came in before their rows' words were kept: what the force's system said
 * is what stands, as nothing was mended yet. Returns the postings with it.
 */
export async function rememberSaid(
  tx: ForceTx,
  { rank, forename, surname, email }: Person,
  postings: readonly Posting[],
): Promise<readonly Posting[]> {
  const remembered: Posting[] = []
  for (const posting of postings) {
    if (posting.mendId !== null || posting.said !== null) {
      remembered.push(posting)
      continue
    }
    const facts = { rank, forename, surname, email }
    const row = { ...facts, supervisorCollarNumber: posting.supervisor, postedTo: posting.toWritten }
    const said = saidOf(tx.seal, row, posting.unitId)
    await tx.db
      .updateTable('postings')
      .set({ row_hash: saidAsBytes(said) })
      .where('id', '=', posting.id)
      .execute()
    remembered.push({ ...posting, said })
  }
  return remembered
}

export async function setEmailOf(tx: ForceTx, staffId: string, email: string | null): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ email_sealed: tx.seal.sealOptional('staff.email', email), updated_at: tx.now.toString() })
    .where('id', '=', staffId)
    .execute()
}

/** The names of those who sign in, by id; of who is no user (a command), none. */
export async function listUserNames(tx: ForceTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await sharedIn(tx).selectFrom('user').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(row => [row.id, row.name]))
}

/** Of a mend that moved somebody, the units by name. */
export async function named<Told extends { readonly was: string | null; readonly became: string | null }>(
  tx: ForceTx,
  kind: MendKind,
  told: Told,
): Promise<Told> {
  const ids = [told.was, told.became].filter(id => id !== null)
  if (kind !== 'unit' || ids.length === 0) return told
  const units = await tx.db.selectFrom('units').select(['id', 'name']).where('id', 'in', ids).execute()
  const nameOf = (id: string | null) => units.find(unit => unit.id === id)?.name ?? null
  return { ...told, was: nameOf(told.was), became: nameOf(told.became) }
}
