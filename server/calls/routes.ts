import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { mayBy } from '../platform/http/policy.ts'
import { json, problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { recordAttempt } from './attempts.ts'
import { findCallInHand } from './claim-queries.ts'
import { keepAlive, releaseCall } from './in-hand.ts'
import { attemptRequest, attemptResult, callSheet, callSummary, eligibilityOfServices, keptAlive } from './schema.ts'
import { claimNextCall } from './service.ts'
import { leaseFrom, type ReadInterview, callSheet as sheetOf } from './sheet.ts'
import { explainIncident, summariseCalls } from './summary.ts'

const ofForce = z.object({ slug: z.string() })
const ofCall = z.object({ slug: z.string(), id: z.guid() })
const nobody = { description: 'Nobody is to be rung now' } as const

const claim = createRoute({
  method: 'post',
  path: '/forces/{slug}/calls/claim',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofForce },
  responses: { 200: json(callSheet, 'The call in hand, or the next one'), 204: nobody, ...problemResponses },
})

const current = createRoute({
  method: 'get',
  path: '/forces/{slug}/calls/current',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofForce },
  responses: { 200: json(callSheet, 'The call in hand'), 204: { description: 'No call in hand' }, ...problemResponses },
})

const summary = createRoute({
  method: 'get',
  path: '/forces/{slug}/calls/summary',
  ...mayBy('interviewer', 'team_leader', 'administrator', 'analyst'),
  request: { params: ofForce },
  responses: { 200: json(callSummary, 'How the queue stands, and who is kept from it'), ...problemResponses },
})

const eligibility = createRoute({
  method: 'get',
  path: '/forces/{slug}/calls/eligibility',
  ...mayBy('team_leader', 'administrator'),
  request: { params: ofForce, query: z.object({ reference: z.string().min(1) }) },
  responses: { 200: json(eligibilityOfServices, 'Why each person may or may not be rung'), ...problemResponses },
})

const renew = createRoute({
  method: 'post',
  path: '/forces/{slug}/calls/{id}/keep-alive',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofCall },
  responses: { 200: json(keptAlive, 'The lease, from now'), ...problemResponses },
})

const release = createRoute({
  method: 'post',
  path: '/forces/{slug}/calls/{id}/release',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofCall },
  responses: { 204: { description: 'Put back as it was' }, ...problemResponses },
})

const attempt = createRoute({
  method: 'post',
  path: '/forces/{slug}/calls/{id}/attempts',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofCall, body: { required: true, content: { 'application/json': { schema: attemptRequest } } } },
  responses: { 200: json(attemptResult, 'What follows from the outcome'), ...problemResponses },
})

/** `readInterview` tells what was said so far in a call's interview. */
export const callRoutes = (platform: Platform, readInterview: ReadInterview) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(claim, async c => {
      const { name } = c.get('signedIn')
      const sheet = await within(c, c.req.valid('param').slug, async (tx, userId) => {
        const call = await claimNextCall(tx, userId)
        return call && sheetOf(tx, call, name, readInterview)
      })
      return sheet ? c.json(sheet, 200) : c.body(null, 204)
    })
    .openapi(current, async c => {
      const { name } = c.get('signedIn')
      const sheet = await within(c, c.req.valid('param').slug, async (tx, userId) => {
        const call = await findCallInHand(tx, userId)
        return call && sheetOf(tx, call, name, readInterview)
      })
      return sheet ? c.json(sheet, 200) : c.body(null, 204)
    })
    .openapi(summary, async c => c.json(await within(c, c.req.valid('param').slug, tx => summariseCalls(tx)), 200))
    .openapi(eligibility, async c => {
      const { reference } = c.req.valid('query')
      return c.json(await within(c, c.req.valid('param').slug, tx => explainIncident(tx, reference)), 200)
    })
    .openapi(renew, async c => {
      const { slug, id } = c.req.valid('param')
      const kept = await within(c, slug, (tx, userId) => keepAlive(tx, id, userId))
      if (kept instanceof Problem) throw kept
      const { leaseExpiresAt, numbers, unsafe } = kept
      return c.json({ ...leaseFrom(platform.clock.now(), leaseExpiresAt), numbers: [...numbers], unsafe }, 200)
    })
    .openapi(release, async c => {
      const { slug, id } = c.req.valid('param')
      await within(c, slug, (tx, userId) => releaseCall(tx, id, userId))
      return c.body(null, 204)
    })
    .openapi(attempt, async c => {
      const { slug, id } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, (tx, userId) => recordAttempt(tx, id, userId, body)), 200)
    })
}
