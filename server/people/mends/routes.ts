import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy } from '../../platform/http/policy.ts'
import { problemResponses, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { askAgain, sayStillHere } from '../absent-staff.ts'
import { setUnitMailboxById } from '../unit-mailbox.ts'
import {
  emailMend,
  endMend,
  handOver as handOverShape,
  mailboxMend,
  mailboxShape,
  mendsShape,
  supervisorMend,
  undoMends as undoShape,
  unitMend,
} from './schema.ts'
import { handOver, mendEmail, mendEnd, mendSupervisor, mendUnit, undoMends } from './service.ts'

const params = z.object({ slug: z.string() })
const ofPerson = params.extend({ collarNumber: z.string() })

/** A route that mends: by an administrator, who hears what it was before. */
function mendRoute<Path extends string, Params extends z.ZodObject, Body extends z.ZodType>(
  method: 'put' | 'post',
  path: Path,
  summary: string,
  request: { readonly params: Params; readonly body: Body },
) {
  return createRoute({
    method,
    path: `/forces/{slug}/people/${path}` as const,
    summary,
    ...mayBy('administrator'),
    request: {
      params: request.params,
      body: { required: true, content: { 'application/json': { schema: request.body } } },
    },
    responses: {
      200: {
        description: 'What was changed, and what it was',
        content: { 'application/json': { schema: mendsShape } },
      },
      ...problemResponses,
    },
  })
}

const email = mendRoute('put', 'staff/{collarNumber}/email', "Sets somebody's e-mail address", {
  params: ofPerson,
  body: emailMend,
})
const supervisor = mendRoute('put', 'staff/{collarNumber}/supervisor', 'Sets who supervises somebody, from a day on', {
  params: ofPerson,
  body: supervisorMend,
})
const handedOver = mendRoute(
  'post',
  'staff/{collarNumber}/hand-over',
  'Gives everybody under a person another supervisor',
  { params: ofPerson, body: handOverShape },
)
const unit = mendRoute('put', 'staff/{collarNumber}/unit', 'Moves somebody to another unit, from a day on', {
  params: ofPerson,
  body: unitMend,
})
const end = mendRoute('put', 'staff/{collarNumber}/end', "Ends somebody's posting, or opens it again", {
  params: ofPerson,
  body: endMend,
})
const stillHere = (method: 'put' | 'delete', summary: string) =>
  createRoute({
    method,
    path: '/forces/{slug}/people/staff/{collarNumber}/still-here',
    summary,
    ...mayBy('administrator'),
    request: { params: ofPerson },
    responses: { 204: { description: 'Noted' }, ...problemResponses },
  })
const isStillHere = stillHere('put', 'Says that somebody whom a whole export lacks has not left')
const isAskedAgain = stillHere('delete', 'Takes that back')
const undo = mendRoute('post', 'mends/undo', 'Undoes mends, while nothing has changed since', {
  params,
  body: undoShape,
})
const mailbox = createRoute({
  method: 'put',
  path: '/forces/{slug}/people/units/{id}/mailbox',
  summary: 'Sets the mailbox that hears what no supervisor can',
  ...mayBy('administrator'),
  request: {
    params: params.extend({ id: z.uuid() }),
    body: { required: true, content: { 'application/json': { schema: mailboxMend } } },
  },
  responses: {
    200: { description: 'The mailbox, and what it was', content: { 'application/json': { schema: mailboxShape } } },
    ...problemResponses,
  },
})

export const mendRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(email, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, async tx => ({ mends: [await mendEmail(tx, collarNumber, body)] })), 200)
    })
    .openapi(supervisor, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, async tx => ({ mends: [await mendSupervisor(tx, collarNumber, body)] })), 200)
    })
    .openapi(handedOver, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, async tx => ({ mends: [...(await handOver(tx, collarNumber, body))] })), 200)
    })
    .openapi(unit, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, async tx => ({ mends: [await mendUnit(tx, collarNumber, body)] })), 200)
    })
    .openapi(end, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, async tx => ({ mends: [await mendEnd(tx, collarNumber, body)] })), 200)
    })
    .openapi(isStillHere, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      await within(c, slug, tx => sayStillHere(tx, collarNumber))
      return c.body(null, 204)
    })
    .openapi(isAskedAgain, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      await within(c, slug, tx => askAgain(tx, collarNumber))
      return c.body(null, 204)
    })
    .openapi(undo, async c => {
      const { ids } = c.req.valid('json')
      return c.json(
        await within(c, c.req.valid('param').slug, async tx => ({ mends: [...(await undoMends(tx, ids))] })),
        200,
      )
    })
    .openapi(mailbox, async c => {
      const { slug, id } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json(await within(c, slug, tx => setUnitMailboxById(tx, id, body)), 200)
    })
}
