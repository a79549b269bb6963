import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy } from '../../platform/http/policy.ts'
import { answers, jsonBody, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { reportFunnel } from './funnel.ts'
import { previewRules } from './preview.ts'
import { readRevisions, readSelection, setSelection } from './rules-in-force.ts'
import {
  funnelQuery,
  funnelShape,
  previewRequest,
  previewShape,
  revisionsShape,
  selectionChange,
  selectionShape,
} from './schema.ts'

const params = z.object({ slug: z.string(), survey: z.string().describe('its key: service-quality') })

const read = createRoute({
  method: 'get',
  path: '/forces/{slug}/surveys/{survey}/selection',
  ...mayBy('administrator', 'analyst'),
  request: { params },
  responses: answers(selectionShape, 'Who is rung: the rules in force, in order, and the sample'),
})

const change = createRoute({
  method: 'put',
  path: '/forces/{slug}/surveys/{survey}/selection',
  description:
    'A change is made from the revision that was read, is kept with its reason, and choosing starts again by it.',
  ...mayBy('administrator'),
  request: { params, body: jsonBody(selectionChange) },
  responses: answers(selectionShape, 'The rules in force now'),
})

const preview = createRoute({
  method: 'post',
  path: '/forces/{slug}/surveys/{survey}/selection/preview',
  description: 'Says what other rules would have made of the services of the last three months, and changes nothing.',
  ...mayBy('administrator', 'analyst'),
  request: { params, body: jsonBody(previewRequest) },
  responses: answers(previewShape, 'Counts by rule, under the rules in force and under those proposed'),
})

const history = createRoute({
  method: 'get',
  path: '/forces/{slug}/surveys/{survey}/selection/history',
  ...mayBy('administrator', 'analyst'),
  request: { params },
  responses: answers(revisionsShape, 'Every change of the rules, the latest first'),
})

const funnel = createRoute({
  method: 'get',
  path: '/forces/{slug}/surveys/{survey}/selection/funnel',
  ...mayBy('administrator', 'analyst', 'team_leader'),
  request: { params, query: funnelQuery },
  responses: answers(funnelShape, 'How many services are left after each step to a call, by unit'),
})

export const selectionRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(read, async c => {
      const { slug, survey } = c.req.valid('param')
      return c.json(await within(c, slug, tx => readSelection(tx, survey)), 200)
    })
    .openapi(change, async c => {
      const { slug, survey } = c.req.valid('param')
      const { revision, reason, selection: wanted } = c.req.valid('json')
      return c.json(await within(c, slug, tx => setSelection(tx, survey, { revision, reason, wanted })), 200)
    })
    .openapi(preview, async c => {
      const { slug, survey } = c.req.valid('param')
      const { selection } = c.req.valid('json')
      return c.json(await within(c, slug, tx => previewRules(tx, survey, selection)), 200)
    })
    .openapi(history, async c => {
      const { slug, survey } = c.req.valid('param')
      return c.json(await within(c, slug, tx => readRevisions(tx, survey)), 200)
    })
    .openapi(funnel, async c => {
      const { slug, survey } = c.req.valid('param')
      const days = c.req.valid('query')
      return c.json(await within(c, slug, tx => reportFunnel(tx, survey, days)), 200)
    })
}
