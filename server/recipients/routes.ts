import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { inForce } from '../forces/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import { importResultShape } from '../platform/import/schema.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from './import.ts'
import { listImports } from './import-queries.ts'
import { importQuery, importsShape } from './schema.ts'

const importers = { staff: importStaff, recipients: importRecipients }

export const recipientRoutes = (platform: Platform) =>
  stageApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/imports',
        ...mayBy('administrator', 'analyst'),
        request: { params: z.object({ slug: z.string() }) },
        responses: {
          200: {
            description: 'The newest imports, and what came of their rows',
            content: { 'application/json': { schema: importsShape } },
          },
          ...problemResponses,
        },
      }),
      async c => {
        const actor = { kind: 'user', name: c.get('signedIn').userId } as const
        const imports = await inForce(platform, c.req.valid('param').slug, actor, listImports)
        return c.json({ imports: [...imports] }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/forces/{slug}/imports/{kind}',
        description: 'The body is the file, read as a stream.',
        ...mayBy('administrator'),
        request: { params: z.object({ slug: z.string(), kind: z.enum(['staff', 'recipients']) }), query: importQuery },
        responses: {
          200: {
            description: 'What came of the rows',
            content: { 'application/json': { schema: importResultShape } },
          },
          ...problemResponses,
        },
      }),
      async c => {
        const { slug, kind } = c.req.valid('param')
        const { profile, dryRun, fileName = 'upload.csv' } = c.req.valid('query')
        const result = await importers[kind]({
          platform,
          slug,
          actor: { kind: 'user', name: c.get('signedIn').userId },
          source: { fileName, bytes: c.req.raw.body ?? noBytes() },
          profile,
          dryRun: dryRun === 'true',
        })
        return c.json(result, 200)
      },
    )

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // A request without a body is an empty file, and refused as one.
}
