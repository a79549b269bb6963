import { z } from '@hono/zod-openapi'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from '../recipients/service.ts'
import { importQuery, importRoute, uploaded } from './import-route.ts'

/** For programs: a file in one call, and what came of it. */
export const directImportRoutes = (platform: Platform) =>
  stageApp()
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

const interviewImportQuery = importQuery.extend({
  alerts: z.enum(['true', 'false']).optional().describe('true: new interviews raise alerts'),
})
