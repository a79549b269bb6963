import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy, rolesIn } from '../../platform/http/policy.ts'
import { json, problemResponses, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { kindsFor, listSerious, takeUpSerious, viewSerious } from './list.ts'
import { seriousDetail, seriousList, seriousQuery, seriousRequest, seriousResult, seriousSummary } from './schema.ts'
import { reportSerious } from './service.ts'

const ofForce = z.object({ slug: z.string() })
const ofReport = z.object({ slug: z.string(), id: z.guid() })
const atDesks = mayBy('team_leader', 'complaints', 'administrator')

const report = createRoute({
  method: 'put',
  path: '/forces/{slug}/interviews/{id}/serious/{reportId}',
  ...mayBy('interviewer', 'team_leader'),
  request: {
    params: ofReport.extend({ reportId: z.guid() }),
    body: { required: true, content: { 'application/json': { schema: seriousRequest } } },
  },
  responses: { 200: json(seriousResult, 'Kept, and whom it was told to'), ...problemResponses },
})

const list = createRoute({
  method: 'get',
  path: '/forces/{slug}/serious',
  summary:
    'What was reported from calls, the latest first; complaints for those who handle them, all else for the call centre',
  ...atDesks,
  request: { params: ofForce, query: seriousQuery },
  responses: { 200: json(seriousList, 'A page of reports, without what was said'), ...problemResponses },
})

const detail = createRoute({
  method: 'get',
  path: '/forces/{slug}/serious/{id}',
  ...atDesks,
  request: { params: ofReport },
  responses: { 200: json(seriousDetail, 'What was said, and how to reach the person'), ...problemResponses },
})

const taken = createRoute({
  method: 'put',
  path: '/forces/{slug}/serious/{id}/taken',
  ...atDesks,
  request: { params: ofReport },
  responses: { 200: json(seriousSummary, 'It is yours'), ...problemResponses },
})

export const seriousRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(report, async c => {
      const { slug, id, reportId } = c.req.valid('param')
      const said = c.req.valid('json')
      const result = await within(c, slug, (tx, userId) =>
        reportSerious(platform, tx, userId, { interviewId: id, reportId }, said),
      )
      return c.json(result, 200)
    })
    .openapi(list, async c => {
      const { slug } = c.req.valid('param')
      const kinds = kindsFor(rolesIn(c.get('signedIn'), slug))
      const query = c.req.valid('query')
      return c.json(await within(c, slug, tx => listSerious(tx, kinds, query)), 200)
    })
    .openapi(detail, async c => {
      const { slug, id } = c.req.valid('param')
      const kinds = kindsFor(rolesIn(c.get('signedIn'), slug))
      return c.json(await within(c, slug, tx => viewSerious(tx, kinds, id)), 200)
    })
    .openapi(taken, async c => {
      const { slug, id } = c.req.valid('param')
      const kinds = kindsFor(rolesIn(c.get('signedIn'), slug))
      return c.json(await within(c, slug, (tx, userId) => takeUpSerious(tx, kinds, id, userId)), 200)
    })
}
