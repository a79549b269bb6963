import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from '../recipients/service.ts'
import { importQuery, importRoute, uploaded } from './import-route.ts'
import { listImports } from './queries.ts'
import { importsQuery, importsShape } from './schema.ts'

export const importRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/imports',
        ...mayBy('administrator', 'analyst'),
        request: { params: z.object({ slug: z.string() }), query: importsQuery },
        responses: {
          200: {
            description: 'Imports, newest first, and what came of their rows',
            content: { 'application/json': { schema: importsShape } },
          },
          ...problemResponses,
        },
      }),
      async c => {
        const query = c.req.valid('query')
        return c.json(await within(c, c.req.valid('param').slug, tx => listImports(tx, query)), 200)
      },
    )
    .openapi(importRoute('staff', importQuery), async c => {
      const { slug } = c.req.valid('param')
      return c.json(await importStaff(await uploaded(platform, c, slug, c.req.valid('query'))), 200)
    })
    .openapi(importRoute('recipients', importQuery), async c => {
      const { slug } = c.req.valid('param')
      return c.json(await importRecipients(await uploaded(platform, c, slug, c.req.valid('query'))), 200)
    })
    .openapi(importRoute('interviews', interviewImportQuery), async c => {
      const { slug } = c.req.valid('param')
      const query = c.req.valid('query')
      return c.json(
        await importInterviews({ ...(await uploaded(platform, c, slug, query)), alerts: query.alerts === 'true' }),
        200,
      )
    })
}

const interviewImportQuery = importQuery.extend({
  alerts: z.enum(['true', 'false']).optional().describe('true: new interviews raise alerts'),
})
