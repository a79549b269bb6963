import { createRoute, z } from '@hono/zod-openapi'
import type { Actor } from '../audit/service.ts'
import type { ImportOptions } from '../forces/run-import.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from '../recipients/service.ts'
import { importQuery, importRoute, takeUploaded } from './import-route.ts'
import { pushedRecords, pushedResult, takePushed } from './pushed-records.ts'

/** For programs: a file in one call, and what came of it. */
export const directImportRoutes = (platform: Platform) =>
  stageApp()
    .openapi(importRoute('staff', importQuery), async c => {
      const asked = { kind: 'staff', slug: c.req.valid('param').slug, query: c.req.valid('query') } as const
      return c.json(await takeUploaded(platform, c, asked, importStaff), 200)
    })
    .openapi(importRoute('recipients', importQuery), async c => {
      const asked = { kind: 'recipients', slug: c.req.valid('param').slug, query: c.req.valid('query') } as const
      return c.json(await takeUploaded(platform, c, asked, importRecipients), 200)
    })
    .openapi(importRoute('interviews', interviewImportQuery), async c => {
      const query = c.req.valid('query')
      const asked = { kind: 'interviews', slug: c.req.valid('param').slug, query } as const
      const importer = (options: ImportOptions) => importInterviews({ ...options, alerts: query.alerts === 'true' })
      return c.json(await takeUploaded(platform, c, asked, importer), 200)
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
