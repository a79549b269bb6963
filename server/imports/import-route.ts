import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { ImportOptions } from '../forces/run-import.ts'
import { type ForceEnv, mayBy } from '../platform/http/policy.ts'
import { problemResponses } from '../platform/http/stage-app.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import { importResultShape } from '../platform/import/schema.ts'
import { memorySource } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'

/** Beside the path: which profile reads the file, whether to try only, and what to call the file in messages. */
export const importQuery = z.object({
  profile: z.string().optional(),
  dryRun: z.enum(['true', 'false']).optional(),
  fileName: z.string().max(200).optional(),
})

/** The route that takes in a file of one kind; the stage whose kind it is mounts it. */
export const importRoute = <Kind extends ImportKind, Query extends typeof importQuery>(kind: Kind, query: Query) =>
  createRoute({
    method: 'post',
    path: `/forces/{slug}/imports/${kind}`,
    description: 'The body is the file, read as a stream.',
    ...mayBy('administrator'),
    request: { params: z.object({ slug: z.string() }), query },
    responses: {
      200: { description: 'What came of the rows', content: { 'application/json': { schema: importResultShape } } },
      ...problemResponses,
    },
  })

/** What a request to import asks for. Its profiles are the known ones: a path is for the command line. */
export async function uploaded(
  platform: Platform,
  c: Context<ForceEnv>,
  slug: string,
  { profile, dryRun, fileName = 'upload.csv' }: z.infer<typeof importQuery>,
): Promise<ImportOptions> {
  return {
    platform,
    slug,
    actor: { kind: 'user', name: c.get('signedIn').userId },
    source: memorySource(fileName, new Uint8Array(await c.req.arrayBuffer())),
    profile,
    origin: 'api',
    dryRun: dryRun === 'true',
  }
}
