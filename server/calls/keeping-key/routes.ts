import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy } from '../../platform/http/policy.ts'
import { problemResponses, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { keepingKeyOf } from './key.ts'
import { keepingKey } from './schema.ts'

const key = createRoute({
  method: 'get',
  path: '/forces/{slug}/calls/keeping-key',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: z.object({ slug: z.string() }) },
  responses: {
    200: {
      description: 'The key that seals what the page keeps of who asks until it is sent',
      content: { 'application/json': { schema: keepingKey } },
    },
    ...problemResponses,
  },
})

/** What a page asks for to seal what it keeps: the key of who asks, and of nobody else. */
export const keepingKeyRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp().openapi(key, async c => {
    return c.json(await within(c, c.req.valid('param').slug, keepingKeyOf), 200)
  })
}
