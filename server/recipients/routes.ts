import { createRoute, z } from '@hono/zod-openapi'
import { forSignedIn } from '../forces/for-signed-in.ts'
import type { ForceTx } from '../forces/service.ts'
import { mayBy } from '../platform/http/policy.ts'
import { json, jsonBody, problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { findRecipients } from './find.ts'
import { changeNumber } from './numbers.ts'
import { readRecipient, viewRecipient } from './person.ts'
import {
  liftRequest,
  numberRequest,
  type Recipient,
  recipientShape,
  searchPage,
  searchRequest,
  suppressRequest,
} from './schema.ts'
import { liftSuppression, suppressFromDesk } from './suppressions.ts'

const ofRecipient = z.object({ slug: z.string(), id: z.guid() })
/** The call centre's leader and the administrator alone: here stands all that is known of somebody. */
const seers = ['administrator', 'team_leader'] as const

const search = createRoute({
  method: 'post',
  path: '/forces/{slug}/recipients/search',
  description:
    'The query is personal data, so it is sent in the body: addresses stand in the logs of what lies between.',
  ...mayBy(...seers),
  request: { params: z.object({ slug: z.string() }), body: jsonBody(searchRequest) },
  responses: { 200: json(searchPage, 'People, newest incidents first; the search is audited'), ...problemResponses },
})

const view = createRoute({
  method: 'get',
  path: '/forces/{slug}/recipients/{id}',
  ...mayBy(...seers),
  request: { params: ofRecipient },
  responses: { 200: json(recipientShape, 'Everything known of a person; the view is audited'), ...problemResponses },
})

const suppress = createRoute({
  method: 'post',
  path: '/forces/{slug}/recipients/{id}/suppressions',
  ...mayBy(...seers),
  request: { params: ofRecipient, body: jsonBody(suppressRequest) },
  responses: { 200: json(recipientShape, 'Not to be rung, as was or is now'), ...problemResponses },
})

const lift = createRoute({
  method: 'post',
  path: '/forces/{slug}/recipients/{id}/suppressions/{suppressionId}/lift',
  ...mayBy(...seers),
  request: { params: ofRecipient.extend({ suppressionId: z.guid() }), body: jsonBody(liftRequest) },
  responses: { 200: json(recipientShape, 'Lifted, as was or is now'), ...problemResponses },
})

const number = createRoute({
  method: 'post',
  path: '/forces/{slug}/recipients/{id}/numbers/{numberId}',
  ...mayBy(...seers),
  request: { params: ofRecipient.extend({ numberId: z.guid() }), body: jsonBody(numberRequest) },
  responses: { 200: json(recipientShape, 'Changed, as was or is now'), ...problemResponses },
})

/** Each change is answered with the person as they are then. */
export const recipientRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(search, async c => {
      const request = c.req.valid('json')
      return c.json(await within(c, c.req.valid('param').slug, tx => findRecipients(tx, request)), 200)
    })
    .openapi(view, async c => {
      const { slug, id } = c.req.valid('param')
      return c.json(await within(c, slug, tx => viewRecipient(tx, id)), 200)
    })
    .openapi(suppress, async c => {
      const { slug, id } = c.req.valid('param')
      const request = c.req.valid('json')
      const change = (tx: ForceTx) => suppressFromDesk(tx, id, request)
      return c.json(await within(c, slug, tx => changed(tx, id, change)), 200)
    })
    .openapi(lift, async c => {
      const { slug, id, suppressionId } = c.req.valid('param')
      const request = c.req.valid('json')
      const change = (tx: ForceTx) => liftSuppression(tx, id, suppressionId, request)
      return c.json(await within(c, slug, tx => changed(tx, id, change)), 200)
    })
    .openapi(number, async c => {
      const { slug, id, numberId } = c.req.valid('param')
      const request = c.req.valid('json')
      const change = (tx: ForceTx) => changeNumber(tx, id, numberId, request)
      return c.json(await within(c, slug, tx => changed(tx, id, change)), 200)
    })
}

async function changed(tx: ForceTx, id: string, change: (tx: ForceTx) => Promise<void>): Promise<Recipient> {
  await change(tx)
  return readRecipient(tx, id)
}
