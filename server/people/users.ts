/**
 * Users: who signs in, shared by the forces, and what they are in each.
 *
 *   createUser ── the user (once per address) and their roles in one force; again for another force or role
 *   makeToken  ── a bearer token for the API, good in one force, with whatever roles its user has there
 *
 * A user and their first password, their roles and the audit entry are one transaction. A token follows its audit entry.
 */
import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { type Actor, writeAudit } from '../audit/service.ts'
import type { Role } from '../forces/schema.ts'
import { type ForceTx, inForce, sharedIn } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { createAuth, minimumPasswordLength } from './auth.ts'
import { emailInvalid, notAMember, passwordNeeded, passwordTooShort, userUnknown } from './users-problems.ts'
import { findUserByEmail, insertUserOnce, isMember, type UserRow, upsertMemberships } from './users-queries.ts'

export interface NewUser {
  readonly email: string
  /** How they are shown; the part before the @ if none is given. */
  readonly name?: string
  /** Needed for somebody new; of somebody known, the password stays what it was. */
  readonly password?: string
  readonly force: string
  readonly roles: readonly Role[]
  /** Ties them to a member of the force's staff. */
  readonly collarNumber?: string | null
  readonly interviewerKind?: 'contractor' | 'volunteer'
}

export interface CreatedUser {
  readonly userId: string
  /** False: somebody with this address was there, and got the roles. */
  readonly created: boolean
  /** The roles newly given or changed. */
  readonly roles: readonly Role[]
  /** False: the collar number is nobody's yet, until the staff are imported. */
  readonly isCollarNumberKnown: boolean
}

/** Throws `force_unknown`, `email_invalid`, `password_too_short`, `password_needed`. */
export async function createUser(platform: Platform, user: NewUser, actor: Actor): Promise<CreatedUser> {
  const email = readEmail(user.email)
  if (user.password === undefined && !(await findUser(platform, email))) throw passwordNeeded(email)
  if (user.password !== undefined && user.password.length < minimumPasswordLength)
    throw passwordTooShort(minimumPasswordLength)
  const passwordHash = user.password === undefined ? '' : await hashPassword(user.password)
  const name = user.name?.trim() || (email.split('@')[0] as string)
  const collarNumber = user.collarNumber?.trim() || null

  return inForce(platform, user.force, actor, async tx => {
    const { id, created } = await insertUserOnce(tx, { email, name, passwordHash })
    const roles = await upsertMemberships(tx, {
      userId: id,
      roles: [...new Set(user.roles)],
      collarNumber,
      interviewerKind: user.interviewerKind,
    })
    const subject = ['user', id] as const
    if (created) await writeAudit(tx, { action: 'people.user_created', subject })
    if (roles.length > 0)
      await writeAudit(tx, { action: 'people.membership_added', subject, details: { roles, collarNumber } })
    const staff =
      collarNumber === null
        ? undefined
        : await tx.db.selectFrom('staff').select('id').where('collar_number', '=', collarNumber).executeTakeFirst()
    return { userId: id, created, roles, isCollarNumberKnown: collarNumber === null || staff !== undefined }
  })
}

export const findUser = (platform: Platform, email: string): Promise<UserRow | undefined> =>
  findUserByEmail(platform.database.shared, email.trim().toLowerCase())

/** A user who has a role in the force. Throws `user_unknown`, `not_a_member`. */
export async function getColleague(tx: ForceTx, email: string): Promise<UserRow> {
  const user = await findUserByEmail(sharedIn(tx), email.trim().toLowerCase())
  if (!user) throw userUnknown(email)
  if (!(await isMember(sharedIn(tx), user.id, tx.force.id))) throw notAMember(email, tx.force.slug)
  return user
}

/** Throws `force_unknown`, `user_unknown`, `not_a_member`. The token is told once; only its hash is kept. */
export async function makeToken(platform: Platform, email: string, force: string, actor: Actor): Promise<string> {
  const userId = await inForce(platform, force, actor, async tx => {
    const { id } = await getColleague(tx, email)
    await writeAudit(tx, { action: 'people.token_made', subject: ['user', id] })
    return id
  })
  // It takes a connection of its own: within the transaction, all who wait for a second one would wait for each other.
  // And it comes after: should it fail, the audit tells of a token that was never made, not the other way round.
  const { key } = await createAuth(platform).api.createApiKey({
    body: { userId, name: `API of ${force}`.slice(0, 32), metadata: { force } },
  })
  return key
}

function readEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (!z.email().safeParse(email).success) throw emailInvalid(text)
  return email
}
