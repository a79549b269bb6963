import { OpenAPIHono } from '@hono/zod-openapi'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import type { RequestEnv } from './platform/http/policy.ts'
import { refuseInvalid, sendError } from './platform/http/problem-response.ts'
import type { Platform } from './platform/platform.ts'

/** The HTTP app: one line per concern, in request order, then one per stage. */
export function createApp(_platform: Platform) {
  const api = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid })
  const app = new OpenAPIHono<RequestEnv>().use(requestId()).use(secureHeaders()).route('/api/v1', api)
  app.onError(sendError)
  return app
}

export type App = ReturnType<typeof createApp>
