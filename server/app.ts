import { join } from 'node:path'
import { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { requestId } from 'hono/request-id'
import { sql } from 'kysely'
import { mailboxRoutes } from './alerts/mailbox-routes.ts'
import { alertRoutes } from './alerts/routes.ts'
import { keepingKeyRoutes } from './calls/keeping-key/routes.ts'
import { callsOfRecipientRoutes } from './calls/recipient-routes.ts'
import { callRoutes } from './calls/routes.ts'
import { selectionRoutes } from './calls/selection/routes.ts'
import { shiftRoutes } from './calls/shifts/routes.ts'
import { softphoneRoutes } from './calls/softphone/routes.ts'
import { checkout } from './config.ts'
import { directImportRoutes } from './imports/direct-routes.ts'
import { importProfileRoutes } from './imports/profile-routes.ts'
import { importRoutes } from './imports/routes.ts'
import { listHeld } from './interviews/held.ts'
import { interviewRoutes } from './interviews/routes.ts'
import { seriousRoutes } from './interviews/serious/routes.ts'
import { readInterview } from './interviews/so-far.ts'
import { createAuth } from './people/auth.ts'
import { authRoutes } from './people/auth-routes.ts'
import { lineRoutes } from './people/lines/routes.ts'
import { mendRoutes } from './people/mends/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { findSignedIn } from './people/session.ts'
import { sessionRoutes } from './people/session-routes.ts'
import { performanceRoutes } from './performance/routes.ts'
import { accessLog, type Log } from './platform/http/access-log.ts'
import { apiDocument } from './platform/http/api-document.ts'
import { limitBody } from './platform/http/body-limit.ts'
import { noStore } from './platform/http/no-store.ts'
import { refuseZeroByte } from './platform/http/no-zero-byte.ts'
import type { RequestEnv } from './platform/http/policy.ts'
import { refuseInvalid, sendError, sendNotFound } from './platform/http/problem-response.ts'
import { securityHeaders } from './platform/http/security-headers.ts'
import { webApp } from './platform/http/web-app.ts'
import type { Platform } from './platform/platform.ts'
import { recipientRoutes } from './recipients/routes.ts'

export const webFolder = join(checkout, 'web', 'dist')

export interface AppOptions {
  /** Where a line for each request goes; without it there is none. */
  readonly log?: Log
}

/** The HTTP app: one line per concern, in request order; the API's routes, one line per file of them. */
export function createApp(platform: Platform, options: AppOptions = {}) {
  const auth = createAuth(platform)
  const isHttps = platform.config.publicUrl.startsWith('https:')
  const app = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid })
  app.onError(sendError)
  app.notFound(sendNotFound)

  app.use(requestId())
  if (options.log) app.use(accessLog(options.log))
  app.use(securityHeaders(isHttps, platform.config.sipServer), compress())
  app.use('/api/*', noStore, refuseZeroByte, limitBody)
  app.use('/api/v1/*', findSignedIn(platform, auth))

  app.route('/api/auth', authRoutes(platform, auth))
  const withStages = app.route('/api/v1', stages(platform))
  app.route('/api', apiDocument(app, `${isHttps ? '__Secure-' : ''}ringback.session_token`))
  app.all('/api/*', sendNotFound)
  app.get('/healthz', async c => {
    await sql`select 1`.execute(platform.database.shared)
    return c.json({ status: 'ok' })
  })
  app.route('/', webApp(webFolder))
  return withStages
}

/** Version 1 of the API, in the order of the work. */
const stages = (platform: Platform) =>
  new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid })
    .route('/', sessionRoutes(platform))
    .route('/', peopleRoutes(platform))
    .route('/', lineRoutes(platform))
    .route('/', mendRoutes(platform))
    .route('/', recipientRoutes(platform))
    .route('/', callRoutes(platform, readInterview))
    .route('/', softphoneRoutes(platform))
    .route('/', keepingKeyRoutes(platform))
    .route('/', shiftRoutes(platform))
    .route('/', selectionRoutes(platform))
    .route('/', callsOfRecipientRoutes(platform, listHeld))
    .route('/', interviewRoutes(platform))
    .route('/', seriousRoutes(platform))
    .route('/', importRoutes(platform))
    .route('/', directImportRoutes(platform))
    .route('/', importProfileRoutes(platform))
    .route('/', alertRoutes(platform))
    .route('/', mailboxRoutes(platform))
    .route('/', performanceRoutes(platform))

export type App = ReturnType<typeof createApp>
