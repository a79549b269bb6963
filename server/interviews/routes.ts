import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../forces/for-signed-in.ts'
import { mayBy } from '../platform/http/policy.ts'
import { json, jsonBody, problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import {
  answerRequest,
  endedInterview,
  endRequest,
  leave,
  leaveGiven,
  putOff,
  putOffRequest,
  savedAnswer,
} from './schema.ts'
import { endInterview, putOffInterview, saveAnswer, setLeave } from './service.ts'

const ofInterview = z.object({ slug: z.string(), id: z.guid() })

const answer = createRoute({
  method: 'put',
  path: '/forces/{slug}/interviews/{id}/answers/{questionKey}',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofInterview.extend({ questionKey: z.string() }), body: jsonBody(answerRequest) },
  responses: { 200: json(savedAnswer, 'Saved: it is on disk'), ...problemResponses },
})

const giveLeave = createRoute({
  method: 'put',
  path: '/forces/{slug}/interviews/{id}/leave',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofInterview, body: jsonBody(leave) },
  responses: { 200: json(leaveGiven, 'What the person allows'), ...problemResponses },
})

const putOffUntil = createRoute({
  method: 'post',
  path: '/forces/{slug}/interviews/{id}/put-off',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofInterview, body: jsonBody(putOffRequest) },
  responses: { 200: json(putOff, 'It waits until then, with what was said'), ...problemResponses },
})

const end = createRoute({
  method: 'post',
  path: '/forces/{slug}/interviews/{id}/end',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofInterview, body: jsonBody(endRequest) },
  responses: { 200: json(endedInterview, 'How it ended'), ...problemResponses },
})

export const interviewRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(answer, async c => {
      const { slug, id, questionKey } = c.req.valid('param')
      const said = c.req.valid('json')
      return c.json(await within(c, slug, (tx, userId) => saveAnswer(tx, id, userId, questionKey, said)), 200)
    })
    .openapi(giveLeave, async c => {
      const { slug, id } = c.req.valid('param')
      const given = c.req.valid('json')
      return c.json(await within(c, slug, (tx, userId) => setLeave(tx, id, userId, given)), 200)
    })
    .openapi(putOffUntil, async c => {
      const { slug, id } = c.req.valid('param')
      const { appointmentAt } = c.req.valid('json')
      return c.json(await within(c, slug, (tx, userId) => putOffInterview(tx, id, userId, appointmentAt)), 200)
    })
    .openapi(end, async c => {
      const { slug, id } = c.req.valid('param')
      const { ending } = c.req.valid('json')
      return c.json(await within(c, slug, (tx, userId) => endInterview(tx, id, userId, ending)), 200)
    })
}
