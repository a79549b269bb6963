/**
 * Who asks: found from the bearer token, else from the session's cookie. A token is good in its one force; a session in
 * every force its user has a role in. What a role may do, each route says (`mayBy`).
 */
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type RequestEnv, type SignedIn, signInFirst } from '../platform/http/policy.ts'
import { isFromAnotherSite } from '../platform/http/same-origin.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import type { Auth } from './auth.ts'
import { listMemberships } from './users-queries.ts'

export const tokenRefused = () =>
  new Problem(
    'token_refused',
    401,
    'The bearer token is not known or is no longer good: "ringback user token" makes one.',
  )
export const fromAnotherSite = () =>
  new Problem(
    'from_another_site',
    403,
    "The request comes from another site's page. If it is Ringback's own, set PUBLIC_URL to the address in the browser.",
  )

const signedInAsAnother = () =>
  new Problem(
    'signed_in_as_another',
    401,
    'Somebody else is signed in now than the one who did this: sign in as them, and it goes on.',
  )

/** Sets `signedIn`, or leaves it undefined; throws `token_refused`, `signed_in_as_another`, and `from_another_site` where a cookie would write. */
export function findSignedIn(platform: Platform, auth: Auth): MiddlewareHandler<RequestEnv> {
  return createMiddleware<RequestEnv>(async (context, next) => {
    const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (token !== undefined) {
      context.set('signedIn', await signedInByToken(platform, auth, token))
      refuseAnother(context.req.header(askedAs), context.get('signedIn'))
      return next()
    }
    const { response, headers } = await auth.api.getSession({ headers: context.req.raw.headers, returnHeaders: true })
    if (response && isFromAnotherSite(platform.config, context.req.raw)) throw fromAnotherSite()
    context.set('signedIn', response ? await membershipsOf(platform, response.user.id) : undefined)
    refuseAnother(context.req.header(askedAs), context.get('signedIn'))
    await next()
    // A session in use is prolonged: its cookie goes out again.
    for (const cookie of headers.getSetCookie()) context.header('set-cookie', cookie, { append: true })
  })
}

/** Whose request it is, by user id: what a page kept is never sent as somebody who has signed in since. */
const askedAs = 'x-ringback-as'

function refuseAnother(userId: string | undefined, signedIn: SignedIn | undefined): void {
  if (userId !== undefined && signedIn && userId !== signedIn.userId) throw signedInAsAnother()
}

async function signedInByToken(platform: Platform, auth: Auth, token: string): Promise<SignedIn> {
  const { valid, key } = await auth.api.verifyApiKey({ body: { key: token } })
  const force = key?.metadata?.force
  if (!valid || !key || typeof force !== 'string') throw tokenRefused()
  const signedIn = await membershipsOf(platform, key.referenceId)
  if (!signedIn) throw tokenRefused()
  return { ...signedIn, memberships: signedIn.memberships.filter(membership => membership.force === force) }
}

async function membershipsOf(platform: Platform, userId: string): Promise<SignedIn | undefined> {
  const rows = await listMemberships(platform.database.shared, userId)
  const [user] = rows
  if (!user) return undefined
  return {
    userId: user.user_id,
    name: user.name,
    email: user.email,
    memberships: rows.flatMap(row =>
      row.force !== null && row.role !== null
        ? [
            {
              force: row.force,
              role: row.role,
              collarNumber: row.collar_number,
              interviewerKind: row.interviewer_kind,
            },
          ]
        : [],
    ),
  }
}

export function requireSignedIn(signedIn: SignedIn | undefined): SignedIn {
  if (!signedIn) throw signInFirst()
  return signedIn
}
