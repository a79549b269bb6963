import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy } from '../../platform/http/policy.ts'
import { problemResponses, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { readSoftphone } from './accounts.ts'
import { softphoneAccount } from './schema.ts'

const ofForce = z.object({ slug: z.string() })

const softphone = createRoute({
  method: 'get',
  path: '/forces/{slug}/calls/softphone',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofForce },
  responses: {
    200: {
      description: 'The account of who asks, on the telephone system',
      content: { 'application/json': { schema: softphoneAccount } },
    },
    ...problemResponses,
  },
})

/** What the telephone in the page asks for: the account of who asks, and of nobody else. */
export const softphoneRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp().openapi(softphone, async c => {
    const server = platform.config.sipServer
    return c.json(await within(c, c.req.valid('param').slug, (tx, userId) => readSoftphone(tx, userId, server)), 200)
  })
}
