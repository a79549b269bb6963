import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { staffPage, staffQuery, unitsShape } from './schema.ts'
import { listStaff, listUnits } from './staff-list.ts'

const params = z.object({ slug: z.string() })

export const peopleRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/people/staff',
        ...mayBy('administrator', 'team_leader', 'supervisor', 'analyst'),
        request: { params, query: staffQuery },
        responses: {
          200: {
            description: 'Staff, by collar number, with what is wrong in their line of supervisors',
            content: { 'application/json': { schema: staffPage } },
          },
          ...problemResponses,
        },
      }),
      async c => {
        const query = c.req.valid('query')
        return c.json(await within(c, c.req.valid('param').slug, tx => listStaff(tx, query)), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/people/units',
        ...mayBy('administrator', 'team_leader', 'supervisor', 'analyst'),
        request: { params },
        responses: {
          200: { description: "The force's tree", content: { 'application/json': { schema: unitsShape } } },
          ...problemResponses,
        },
      }),
      async c => {
        return c.json(await within(c, c.req.valid('param').slug, listUnits), 200)
      },
    )
}
