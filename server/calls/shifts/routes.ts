import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy } from '../../platform/http/policy.ts'
import { json, problemResponses, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { myShift, shiftBoard, shiftChange } from './schema.ts'
import { changeShift } from './service.ts'
import { readBoard, readMyShift } from './today.ts'

const ofForce = z.object({ slug: z.string() })

const mine = createRoute({
  method: 'get',
  path: '/forces/{slug}/shifts/mine',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofForce },
  responses: { 200: json(myShift, "The interviewer's own day so far"), ...problemResponses },
})

const change = createRoute({
  method: 'put',
  path: '/forces/{slug}/shifts/mine',
  ...mayBy('interviewer', 'team_leader'),
  request: { params: ofForce, body: { required: true, content: { 'application/json': { schema: shiftChange } } } },
  responses: { 200: json(myShift, 'The state it led to'), ...problemResponses },
})

const board = createRoute({
  method: 'get',
  path: '/forces/{slug}/shifts/board',
  ...mayBy('team_leader', 'administrator'),
  request: { params: ofForce },
  responses: { 200: json(shiftBoard, 'What each interviewer did today, and does now'), ...problemResponses },
})

export const shiftRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(mine, async c => c.json(await within(c, c.req.valid('param').slug, readMyShift), 200))
    .openapi(change, async c => {
      const wish = c.req.valid('json')
      const shift = await within(c, c.req.valid('param').slug, async (tx, userId) => {
        await changeShift(tx, userId, wish)
        return readMyShift(tx, userId)
      })
      return c.json(shift, 200)
    })
    .openapi(board, async c => c.json(await within(c, c.req.valid('param').slug, tx => readBoard(tx)), 200))
}
