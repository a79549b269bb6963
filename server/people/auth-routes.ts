import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { withClientAddress } from '../platform/http/client-address.ts'
import type { RequestEnv } from '../platform/http/policy.ts'
import { send } from '../platform/http/problem-response.ts'
import { isFromAnotherSite } from '../platform/http/same-origin.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { type Auth, authPaths } from './auth.ts'
import { fromAnotherSite } from './session.ts'

const signInRefused = () =>
  new Problem('sign_in_refused', 401, "The e-mail address and the password don't go together. Check both.")
const tooManyTries = () =>
  new Problem('too_many_tries', 429, 'Too many tries from here: wait a minute, then try again.')

/** Better Auth's requests that Ringback offers, under /api/auth; its refusals go out as problems like every other. */
export function authRoutes(platform: Platform, auth: Auth) {
  const routes = new Hono<RequestEnv>().use('*', async (context, next) => {
    if (isFromAnotherSite(platform.config, context.req.raw)) throw fromAnotherSite()
    await next()
  })
  for (const path of authPaths)
    routes.on(['GET', 'POST'], path, async context => {
      const response = await auth.handler(withClientAddress(context))
      return response.status < 400 ? response : refused(context, response)
    })
  return routes
}

async function refused(context: Context<RequestEnv>, response: Response): Promise<Response> {
  const { code, message } = (await response.json().catch(() => ({}))) as { code?: string; message?: string }
  return send(context, problemFor(response.status, code, message), context.get('requestId'))
}

function problemFor(status: number, code: string | undefined, message: string | undefined): Problem {
  if (status === 429) return tooManyTries()
  if (code === 'INVALID_EMAIL_OR_PASSWORD') return signInRefused()
  if (status >= 500) throw new Error(`Better Auth answered ${status}: ${code ?? ''} ${message ?? ''}`)
  return new Problem('sign_in_request_invalid', status as ContentfulStatusCode, message ?? 'The request was refused.', {
    reason: code?.toLowerCase(),
  })
}
