import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import type { Actor } from '../audit/service.ts'
import { forSignedIn } from '../forces/for-signed-in.ts'
import type { ForceTx } from '../forces/service.ts'
import { type ForceEnv, mayBy, rolesIn } from '../platform/http/policy.ts'
import { json, problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { hasContent, presentDetail, presentList } from './detail.ts'
import { sentFile } from './import-route.ts'
import { getImport, noteView } from './queries.ts'
import { readRejectsFile } from './rejects-file.ts'
import { importDetail, importsQuery, importsShape, readAs } from './schema.ts'
import { askUndo, discardImport, readFileAs, receiveFile, startImport, tryImport } from './service.ts'

const ofForce = z.object({ slug: z.string() })
const ofImport = z.object({ slug: z.string(), id: z.guid() })
const detail = (description: string) => json(importDetail, description)

const list = createRoute({
  method: 'get',
  path: '/forces/{slug}/imports',
  ...mayBy('administrator', 'analyst'),
  request: { params: ofForce, query: importsQuery },
  responses: { 200: json(importsShape, 'Imports, newest first, and what came of their rows'), ...problemResponses },
})

const receive = createRoute({
  method: 'post',
  path: '/forces/{slug}/imports/files',
  description: 'The body is the file, read as a stream: it is kept, and looked into. Nothing is taken in yet.',
  ...mayBy('administrator'),
  request: { params: ofForce, query: z.object({ fileName: z.string().max(1000).optional() }) },
  responses: { 201: detail('The file as it was found'), ...problemResponses },
})

const read = createRoute({
  method: 'get',
  path: '/forces/{slug}/imports/{id}',
  ...mayBy('administrator', 'analyst'),
  request: { params: ofImport },
  responses: { 200: detail('One import; what stands in its file only for an administrator'), ...problemResponses },
})

const readDifferently = createRoute({
  method: 'put',
  path: '/forces/{slug}/imports/{id}/read-as',
  ...mayBy('administrator'),
  request: { params: ofImport, body: { required: true, content: { 'application/json': { schema: readAs } } } },
  responses: { 200: detail('The file as it is found when it is read so'), ...problemResponses },
})

const step = (name: 'try' | 'start' | 'undo', description: string, query = z.object({})) =>
  createRoute({
    method: 'post',
    path: `/forces/{slug}/imports/{id}/${name}`,
    description,
    ...mayBy('administrator'),
    request: { params: ofImport, query },
    responses: { 202: detail('Begun: look again to follow it'), ...problemResponses },
  })
const trial = step('try', 'Says what would come of the file, and changes nothing.')
const start = createRoute({
  ...step('start', 'Takes the file in.'),
  request: {
    params: ofImport,
    query: z.object({ alerts: z.enum(['true', 'false']).optional().describe('true: new interviews raise alerts') }),
  },
})
const undo = step('undo', 'Takes back what the import did, unless somebody has acted on it.')
const discard = createRoute({
  method: 'delete',
  path: '/forces/{slug}/imports/{id}',
  ...mayBy('administrator'),
  request: { params: ofImport },
  responses: { 204: { description: 'The file is forgotten' }, ...problemResponses },
})

const rejects = createRoute({
  method: 'get',
  path: '/forces/{slug}/imports/{id}/rejects.csv',
  description: 'Mend the rows there and import that file.',
  ...mayBy('administrator'),
  request: { params: ofImport },
  responses: {
    200: { description: 'The rejected rows', content: { 'text/csv': { schema: z.string() } } },
    ...problemResponses,
  },
})

export const importRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  const showing = (c: Context<ForceEnv>, { slug, id }: { slug: string; id: string }) =>
    within(c, slug, tx => show(tx, c, id))

  return stageApp()
    .openapi(list, async c => {
      const query = c.req.valid('query')
      return c.json(await within(c, c.req.valid('param').slug, tx => presentList(tx, query)), 200)
    })
    .openapi(receive, async c => {
      const { slug } = c.req.valid('param')
      const { fileName } = c.req.valid('query')
      const id = await receiveFile(platform, slug, who(c), { fileName, origin: 'page', ...sentFile(c) })
      return c.json(await showing(c, { slug, id }), 201)
    })
    .openapi(read, async c => {
      const { slug, id } = c.req.valid('param')
      return c.json(await within(c, slug, tx => view(tx, c, id)), 200)
    })
    .openapi(readDifferently, async c => {
      const { slug, id } = c.req.valid('param')
      await readFileAs(platform, slug, who(c), id, c.req.valid('json'))
      return c.json(await showing(c, { slug, id }), 200)
    })
    .openapi(trial, async c => {
      const { slug, id } = c.req.valid('param')
      await within(c, slug, tx => tryImport(tx, id))
      return c.json(await showing(c, { slug, id }), 202)
    })
    .openapi(start, async c => {
      const { slug, id } = c.req.valid('param')
      const alerts = c.req.valid('query').alerts === 'true'
      await within(c, slug, tx => startImport(tx, id, { alerts }))
      return c.json(await showing(c, { slug, id }), 202)
    })
    .openapi(undo, async c => {
      const { slug, id } = c.req.valid('param')
      await within(c, slug, tx => askUndo(tx, id))
      return c.json(await showing(c, { slug, id }), 202)
    })
    .openapi(discard, async c => {
      const { slug, id } = c.req.valid('param')
      await within(c, slug, tx => discardImport(tx, id))
      return c.body(null, 204)
    })
    .openapi(rejects, async c => {
      const { slug, id } = c.req.valid('param')
      const lines = await readRejectsFile(platform, slug, who(c), id)
      c.header('content-type', 'text/csv; charset=utf-8')
      c.header('content-disposition', `attachment; filename="rejects-${id}.csv"`)
      return stream(c, async to => {
        for await (const piece of lines) await to.write(piece)
      })
    })
}

const who = (c: Context<ForceEnv>): Actor => ({ kind: 'user', name: c.get('signedIn').userId })

async function show(tx: ForceTx, c: Context<ForceEnv>, id: string) {
  const mayReadContent = rolesIn(c.get('signedIn'), tx.force.slug).includes('administrator')
  return presentDetail(tx, await getImport(tx, id), mayReadContent)
}

/** Nobody looks at what stands in a file without leaving word. */
async function view(tx: ForceTx, c: Context<ForceEnv>, id: string) {
  const detail = await show(tx, c, id)
  if (hasContent(detail)) await noteView(tx, id)
  return detail
}
