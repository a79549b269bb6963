import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { importQuery, importRoute, uploaded } from '../forces/import-route.ts'
import { mayBy } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from './import.ts'
import { listImports } from './import-queries.ts'
import { importsShape } from './schema.ts'

export const recipientRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
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
        const imports = await within(c, c.req.valid('param').slug, listImports)
        return c.json({ imports: [...imports] }, 200)
      },
    )
    .openapi(importRoute('recipients', importQuery), async c => {
      const { slug } = c.req.valid('param')
      return c.json(await importRecipients(uploaded(platform, c, slug, c.req.valid('query'))), 200)
    })
}
