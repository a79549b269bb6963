/**
 * Forces: tenants, each alone in its own PostgreSQL schema.
 *
 *   createForce ── makes the row, the schema force_<slug>, and what every force starts with
 *   inForce     ── the only door to a force's data: one transaction, one schema, one instant, one actor
 *
 * Nothing else opens a transaction on a force's schema, and no query names two.
 */
import type { Kysely, Selectable } from 'kysely'
import { type Actor, writeAudit } from '../audit/service.ts'
import { type ForceDb, forceSchema, sharedSchema } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { addJobs, type Job, jobOf } from '../platform/jobs.ts'
import { migrateForce } from '../platform/migrate.ts'
import type { Platform } from '../platform/platform.ts'
import { type Seal, sealFor } from '../platform/seal.ts'
import type { SharedTables } from '../platform/tables.ts'
import { forceAlreadyExists, forceUnknown, settingInvalid, slugInvalid, timeZoneUnknown } from './problems.ts'
import { type Force, forceSettings } from './schema.ts'
import { settingPaths } from './setting-paths.ts'

/** One transaction in one force. `now` is its one instant; `publish` queues what follows from the change with the change. */
export interface ForceTx {
  readonly db: ForceDb
  readonly force: Force
  readonly seal: Seal
  readonly now: Temporal.Instant
  readonly actor: Actor
  publish(event: string, payload: Readonly<Record<string, unknown>>): Promise<void>
  addJobs(
    jobs: readonly (Omit<Job, 'payload'> & { readonly payload: Readonly<Record<string, unknown>> })[],
  ): Promise<void>
}

/** Opens a transaction in one force, for work that takes several. */
export type Within = <Result>(work: (tx: ForceTx) => Promise<Result>) => Promise<Result>

export async function inForce<Result>(
  platform: Platform,
  slug: string,
  actor: Actor,
  work: (tx: ForceTx) => Promise<Result>,
): Promise<Result> {
  const force = await getForce(platform, slug)
  const seal = sealOf(platform, slug)
  return platform.database.inSchema(forceSchema(slug), (db: ForceDb) => {
    const add: ForceTx['addJobs'] = jobs =>
      addJobs(
        db as never,
        jobs.map(job => ({ ...job, payload: { force: slug, ...job.payload } })),
      )
    return work({
      db,
      force,
      seal,
      now: platform.clock.now(),
      actor,
      addJobs: add,
      publish(event, payload) {
        const tasks = platform.subscriptions[event]
        if (!tasks) throw new Error(`nobody has heard of the event ${event}: add it to subscriptions.ts`)
        return add(tasks.map(task => jobOf(task, { force: slug, ...payload })))
      },
    })
  })
}

/** Deriving a force's keys costs more than using them, so each force's seal is made once per set of keys. */
const seals = new WeakMap<object, Map<string, Seal>>()
function sealOf(platform: Platform, slug: string): Seal {
  const known = seals.get(platform.keys) ?? new Map<string, Seal>()
  seals.set(platform.keys, known)
  const seal = known.get(slug) ?? sealFor(slug, platform.keys)
  known.set(slug, seal)
  return seal
}

/** Throws `force_unknown`. */
export async function getForce(platform: Platform, slug: string): Promise<Force> {
  const row = await platform.database.shared
    .selectFrom('forces')
    .selectAll()
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (!row) throw forceUnknown(slug)
  return toForce(row)
}

export async function listForces(platform: Platform): Promise<readonly Force[]> {
  const rows = await platform.database.shared.selectFrom('forces').selectAll().orderBy('slug').execute()
  return rows.map(toForce)
}

const toForce = (row: Selectable<SharedTables['forces']>): Force => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  timeZone: row.time_zone,
  country: 'GB',
  settings: forceSettings.parse(row.settings),
})

/** The shared tables within a force's transaction, so that a change there and its audit entry stand or fall together. */
export const sharedIn = (tx: ForceTx) =>
  tx.db.withoutPlugins().withSchema(sharedSchema) as unknown as Kysely<SharedTables>

export interface NewForce {
  readonly slug: string
  readonly name: string
  readonly timeZone: string
}

/**
 * Throws `force_exists`, `slug_invalid`, `time_zone_unknown`. `furnish` adds, in the same force, what every force starts
 * with. A force whose making was interrupted is made whole by making it again.
 */
export async function createForce(
  platform: Platform,
  force: NewForce,
  actor: Actor,
  furnish: (tx: ForceTx) => Promise<void>,
): Promise<void> {
  const { slug, name, timeZone } = force
  if (!/^[a-z][a-z0-9_]{1,39}$/.test(slug)) throw slugInvalid(slug)
  if (!Intl.supportedValuesOf('timeZone').includes(timeZone)) throw timeZoneUnknown(timeZone)
  const createdAt = platform.clock.now().toString()
  await platform.database.shared
    .insertInto('forces')
    .values({
      id: newId(),
      slug,
      name,
      time_zone: timeZone,
      country: 'GB',
      settings: JSON.stringify(forceSettings.parse({})),
      created_at: createdAt,
    })
    .onConflict(conflict => conflict.column('slug').doNothing())
    .execute()
  await migrateForce(platform.database, slug)
  await inForce(platform, slug, actor, async tx => {
    await lockForce(tx)
    const top = await tx.db.selectFrom('units').select('id').limit(1).executeTakeFirst()
    if (top) throw forceAlreadyExists(slug)
    await sharedIn(tx).updateTable('forces').set({ name, time_zone: timeZone }).where('slug', '=', slug).execute()
    await tx.db
      .insertInto('units')
      .values({ id: newId(), parent_id: null, name, kind: 'force', mailbox: null, created_at: createdAt })
      .execute()
    await furnish(tx)
    await writeAudit(tx, { action: 'forces.created', subject: ['force', slug], details: { name, timeZone } })
  })
}

/** Whoever changes a force waits here for who is changing it, and then sees what they made of it. */
async function lockForce(tx: ForceTx): Promise<Force> {
  const row = await sharedIn(tx)
    .selectFrom('forces')
    .selectAll()
    .where('slug', '=', tx.force.slug)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return toForce(row)
}

/** Sets one setting by its path (`callingHours.sunday.from`) or the `name`; throws `setting_invalid` with what would be valid. */
export async function setForce(
  platform: Platform,
  slug: string,
  key: string,
  value: string,
  actor: Actor,
): Promise<void> {
  await inForce(platform, slug, actor, async tx => {
    const force = await lockForce(tx)
    const change = key === 'name' ? { name: value } : { settings: JSON.stringify(changedSettings(force, key, value)) }
    await sharedIn(tx).updateTable('forces').set(change).where('slug', '=', slug).execute()
    await writeAudit(tx, { action: 'forces.set', subject: ['force', slug], details: { key, value } })
    if (key === 'mailbox' || key.startsWith('desks.')) await tx.publish('people.addresses_changed', {})
  })
}

function changedSettings(force: Force, key: string, value: string) {
  const changed = structuredClone(force.settings) as unknown as Record<string, unknown>
  if (!settingPaths(force.settings).has(key)) throw settingInvalid(force.slug, key, 'there is no such setting')
  const path = key.split('.')
  const last = path.pop() as string
  const place = path.reduce((at, step) => at[step] as Record<string, unknown>, changed)
  place[last] = typeof place[last] === 'number' ? Number(value) : value === '' ? null : value
  const parsed = forceSettings.safeParse(changed)
  if (!parsed.success) throw settingInvalid(force.slug, key, parsed.error.issues[0]?.message ?? 'not valid')
  return parsed.data
}
