import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { mayBy } from '../platform/http/policy.ts'
import { json, problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { viewHistory } from './history.ts'
import { type ListInterviews, viewCallsOf } from './of-recipient.ts'
import { callsOfRecipient, historyPage, historyQuery } from './schema.ts'

const ofRecipient = z.object({ slug: z.string(), id: z.guid() })
const seers = ['administrator', 'team_leader'] as const

const calls = createRoute({
  method: 'get',
  path: '/forces/{slug}/recipients/{id}/calls',
  ...mayBy(...seers),
  request: { params: ofRecipient },
  responses: {
    200: json(callsOfRecipient, 'Why a person may or may not be rung, and the calls made to them; the view is audited'),
    ...problemResponses,
  },
})

const history = createRoute({
  method: 'get',
  path: '/forces/{slug}/recipients/{id}/history',
  ...mayBy(...seers),
  request: { params: ofRecipient, query: historyQuery },
  responses: {
    200: json(historyPage, 'Who did what to a person, and who looked; the view is audited'),
    ...problemResponses,
  },
})

/** What calls know of a person. `listInterviews` tells of the interviews held in call-backs. */
export const callsOfRecipientRoutes = (platform: Platform, listInterviews: ListInterviews) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(calls, async c => {
      const { slug, id } = c.req.valid('param')
      return c.json(await within(c, slug, tx => viewCallsOf(tx, id, listInterviews)), 200)
    })
    .openapi(history, async c => {
      const { slug, id } = c.req.valid('param')
      const query = c.req.valid('query')
      return c.json(await within(c, slug, tx => viewHistory(tx, id, query, listInterviews)), 200)
    })
}
