import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Role } from '../../forces/schema.ts'
import { Problem } from '../problem.ts'

/** Who asks, as `people/session.ts` finds out from the cookie or the bearer token. */
export interface SignedIn {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly memberships: readonly Membership[]
}

export interface Membership {
  readonly force: string
  readonly role: Role
  readonly collarNumber: string | null
  readonly interviewerKind: 'contractor' | 'volunteer' | null
}

/** What every handler finds in the request's context. */
export type RequestEnv = { Variables: { requestId: string; signedIn: SignedIn | undefined } }

/** Behind `mayBy`, somebody is signed in. */
export type ForceEnv = { Variables: { requestId: string; signedIn: SignedIn } }

export const signInFirst = () => new Problem('sign_in_first', 401, 'Sign in first, or send a bearer token.')
export const notForYourRole = (may: readonly Role[]) =>
  new Problem(
    'not_for_your_role',
    403,
    `This is for the role${may.length === 1 ? '' : 's'} ${may.join(', ').replaceAll('_', ' ')} of this force.`,
    { may },
  )

/**
 * Spread into a route under `/forces/{slug}`: who may call it. The roles stand in the OpenAPI document too (`x-roles`),
 * and one test walks every route by every role.
 */
export function mayBy(...may: readonly [Role, ...Role[]]) {
  return { 'x-roles': may, security: eitherWay, middleware: requireRole(may) }
}

const eitherWay: Record<string, string[]>[] = [{ bearer: [] }, { session: [] }]

function requireRole(may: readonly Role[]): MiddlewareHandler<ForceEnv> {
  return createMiddleware<ForceEnv>(async (context, next) => {
    const signedIn = context.get('signedIn') as SignedIn | undefined
    if (!signedIn) throw signInFirst()
    if (rolesIn(signedIn, context.req.param('slug') ?? '').every(role => !may.includes(role))) throw notForYourRole(may)
    await next()
  })
}

export const rolesIn = (signedIn: SignedIn, slug: string): readonly Role[] =>
  signedIn.memberships.filter(membership => membership.force === slug).map(membership => membership.role)
