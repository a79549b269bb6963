import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Actor } from '../audit/service.ts'
import type { ImportOptions } from '../forces/run-import.ts'
import { type ForceEnv, mayBy } from '../platform/http/policy.ts'
import { problemResponses } from '../platform/http/stage-app.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import { type ImportResult, importResultShape } from '../platform/import/schema.ts'
import type { Platform } from '../platform/platform.ts'
import { inDirectTurn } from './direct-turns.ts'
import { withSource } from './sent-source.ts'

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

interface Asked {
  readonly kind: ImportKind
  readonly slug: string
  readonly query: z.infer<typeof importQuery>
}

/** Takes in what a request sends as it asks for. Its profiles are the known ones: a path is for the command line. */
export async function takeUploaded(
  platform: Platform,
  c: Context<ForceEnv>,
  { kind, slug, query }: Asked,
  importer: (options: ImportOptions) => Promise<ImportResult>,
): Promise<ImportResult> {
  const { profile, dryRun, fileName = 'upload.csv' } = query
  const actor: Actor = { kind: 'user', name: c.get('signedIn').userId }
  return withSource(platform, slug, actor, { kind, fileName, ...sentFile(c) }, source =>
    inDirectTurn(importer, { platform, slug, actor, source, profile, origin: 'api', dryRun: dryRun === 'true' }),
  )
}

/** The body as it streams, and its length if the sender says it. */
export function sentFile(c: Context<ForceEnv>) {
  const length = c.req.header('content-length')
  return { body: c.req.raw.body ?? noBytes(), declaredBytes: length === undefined ? undefined : Number(length) }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // A request without a body is an empty file, and refused as one.
}
