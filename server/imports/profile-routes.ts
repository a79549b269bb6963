import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { deleteProfile, listProfiles } from './profiles.ts'
import { importProfilesShape } from './schema.ts'

const list = createRoute({
  method: 'get',
  path: '/forces/{slug}/import-profiles',
  ...mayBy('administrator', 'analyst'),
  request: { params: z.object({ slug: z.string() }) },
  responses: {
    200: {
      description: "The force's own profiles, and those that come with Ringback",
      content: { 'application/json': { schema: importProfilesShape } },
    },
    ...problemResponses,
  },
})

const forget = createRoute({
  method: 'delete',
  path: '/forces/{slug}/import-profiles/{name}',
  ...mayBy('administrator'),
  request: { params: z.object({ slug: z.string(), name: z.string() }) },
  responses: { 204: { description: 'The profile is gone; what was read by it stays' }, ...problemResponses },
})

export const importProfileRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(list, async c =>
      c.json({ profiles: [...(await within(c, c.req.valid('param').slug, listProfiles))] }, 200),
    )
    .openapi(forget, async c => {
      const { slug, name } = c.req.valid('param')
      await within(c, slug, tx => deleteProfile(tx, name))
      return c.body(null, 204)
    })
}
