import { type Kysely, sql } from 'kysely'
import type { Role } from '../forces/schema.ts'
import { type ForceTx, sharedIn } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import type { SharedTables } from '../platform/tables.ts'

export interface UserRow {
  readonly id: string
  readonly name: string
  readonly email: string
}

export const findUserByEmail = (shared: Kysely<SharedTables>, email: string): Promise<UserRow | undefined> =>
  shared.selectFrom('user').select(['id', 'name', 'email']).where('email', '=', email).executeTakeFirst()

/** Makes the user if nobody has the address. */
export async function insertUserOnce(
  tx: ForceTx,
  user: { readonly email: string; readonly name: string; readonly passwordHash: string },
): Promise<{ readonly id: string; readonly created: boolean }> {
  const shared = sharedIn(tx)
  const now = tx.now.toString()
  const id = newId()
  const inserted = await shared
    .insertInto('user')
    .values({ id, name: user.name, email: user.email, emailVerified: true, createdAt: now, updatedAt: now })
    .onConflict(conflict => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) {
    const existing = await shared
      .selectFrom('user')
      .select('id')
      .where('email', '=', user.email)
      .executeTakeFirstOrThrow()
    return { id: existing.id, created: false }
  }
  await shared
    .insertInto('account')
    .values({
      id: newId(),
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: user.passwordHash,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  return { id, created: true }
}

/** Gives roles; a role held already keeps, unless another collar number or kind is given. Returns the roles newly given or changed. */
export async function upsertMemberships(
  tx: ForceTx,
  membership: {
    readonly userId: string
    readonly roles: readonly Role[]
    readonly collarNumber: string | null
    /** Of a new interviewer a contractor, of one held already as it was, unless it is given. */
    readonly interviewerKind: 'contractor' | 'volunteer' | undefined
  },
): Promise<readonly Role[]> {
  const isKindGiven = membership.interviewerKind !== undefined
  const rows = await sharedIn(tx)
    .insertInto('memberships')
    .values(
      membership.roles.map(role => ({
        id: newId(),
        user_id: membership.userId,
        force_id: tx.force.id,
        role,
        interviewer_kind: role === 'interviewer' ? (membership.interviewerKind ?? 'contractor') : null,
        collar_number: membership.collarNumber,
        created_at: tx.now.toString(),
      })),
    )
    .onConflict(conflict =>
      conflict
        .columns(['user_id', 'force_id', 'role'])
        .doUpdateSet(update => ({
          collar_number: sql<string | null>`coalesce(excluded.collar_number, memberships.collar_number)`,
          interviewer_kind: update.ref(isKindGiven ? 'excluded.interviewer_kind' : 'memberships.interviewer_kind'),
        }))
        .where(
          sql<boolean>`(excluded.collar_number is not null and excluded.collar_number is distinct from memberships.collar_number)
            or (${isKindGiven} and excluded.interviewer_kind is distinct from memberships.interviewer_kind)`,
        ),
    )
    .returning('role')
    .execute()
  return rows.map(row => row.role as Role)
}

export interface MembershipRow {
  readonly user_id: string
  readonly name: string
  readonly email: string
  readonly force: string | null
  readonly role: Role | null
  readonly collar_number: string | null
  readonly interviewer_kind: 'contractor' | 'volunteer' | null
}

/** A user with all their memberships: a row each, or one row without a force. */
export async function listMemberships(shared: Kysely<SharedTables>, userId: string): Promise<readonly MembershipRow[]> {
  const rows = await shared
    .selectFrom('user')
    .leftJoin('memberships', 'memberships.user_id', 'user.id')
    .leftJoin('forces', 'forces.id', 'memberships.force_id')
    .select([
      'user.id as user_id',
      'user.name',
      'user.email',
      'forces.slug as force',
      'memberships.role',
      'memberships.collar_number',
      'memberships.interviewer_kind',
    ])
    .where('user.id', '=', userId)
    .orderBy('forces.slug')
    .orderBy('memberships.role')
    .execute()
  return rows as readonly MembershipRow[]
}

export async function isMember(shared: Kysely<SharedTables>, userId: string, forceId: string): Promise<boolean> {
  const row = await shared
    .selectFrom('memberships')
    .select('id')
    .where('user_id', '=', userId)
    .where('force_id', '=', forceId)
    .executeTakeFirst()
  return row !== undefined
}

/** The users who have one of the roles in the force. */
export async function listWhoHas(tx: ForceTx, roles: readonly Role[]): Promise<readonly string[]> {
  const rows = await sharedIn(tx)
    .selectFrom('memberships')
    .select('user_id')
    .distinct()
    .where('force_id', '=', tx.force.id)
    .where('role', 'in', roles)
    .execute()
  return rows.map(row => row.user_id)
}

/** What users are called, by id; an id that is nobody's is left out. */
export async function listUserNames(tx: ForceTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sharedIn(tx)
    .selectFrom('user')
    .select(['id', 'name'])
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::text[])`)
    .execute()
  return new Map(rows.map(row => [row.id, row.name]))
}
