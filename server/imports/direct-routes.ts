import { createRoute, z } from '@hono/zod-openapi'
import type { Actor } from '../audit/service.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from '../recipients/service.ts'
import { importQuery, importRoute, uploaded } from './import-route.ts'
import { pushedRecords, pushedResult, takePushed } from './pushed-records.ts'

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
    .openapi(push, async c => {
      const { slug } = c.req.valid('param')
      const records = [c.req.valid('json')].flat()
      const actor: Actor = { kind: 'user', name: c.get('signedIn').userId }
      return c.json(await takePushed(platform, slug, actor, records, c.req.valid('query').profile), 200)
    })

const push = createRoute({
  method: 'post',
  path: '/forces/{slug}/recipients',
  description: 'One record or a batch, for a system that sends each closed incident. The same again changes nothing.',
  ...mayBy('administrator'),
  request: {
    params: z.object({ slug: z.string() }),
    query: z.object({ profile: z.string().optional().describe('whose codes and markers the records use') }),
    body: { required: true, content: { 'application/json': { schema: pushedRecords } } },
  },
  responses: {
    200: { description: 'What came of each', content: { 'application/json': { schema: pushedResult } } },
    ...problemResponses,
  },
})

const interviewImportQuery = importQuery.extend({
  alerts: z.enum(['true', 'false']).optional().describe('true: new interviews raise alerts'),
})
