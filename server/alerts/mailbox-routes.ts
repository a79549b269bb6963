import { createRoute, z } from '@hono/zod-openapi'
import { roles } from '../forces/schema.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { isDemo } from '../people/demo-sign-ins.ts'
import { mayBy, rolesIn, type SignedIn } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { handlesComplaints } from './complaint.ts'
import { findMessage, listMessages, type MessageFilter } from './list-queries.ts'
import { mailboxNotForYourRole, messageUnknown } from './problems.ts'
import { messageDetail, messageShape, page } from './schema.ts'

// In a demo everybody may look; elsewhere the handler narrows it, because only the database knows how it was made.
const readMailbox = mayBy(...roles)
const mailboxRoles = ['administrator', 'team_leader']

const list = createRoute({
  method: 'get',
  path: '/forces/{slug}/mailbox',
  summary: 'E-mails sent, waiting and kept, newest first; outside a demo for the administrator and the team leader',
  ...readMailbox,
  request: { params: z.object({ slug: z.string() }), query: page },
  responses: {
    200: {
      description: 'A page of messages',
      content: {
        'application/json': {
          schema: z.object({ messages: z.array(messageShape), nextCursor: z.string().nullable() }),
        },
      },
    },
    ...problemResponses,
  },
})

const detail = createRoute({
  method: 'get',
  path: '/forces/{slug}/mailbox/{id}',
  summary: 'One e-mail, as it is sent',
  ...readMailbox,
  request: { params: z.object({ slug: z.string(), id: z.uuid() }) },
  responses: {
    200: { description: 'The message', content: { 'application/json': { schema: messageDetail } } },
    ...problemResponses,
  },
})

export const mailboxRoutes = (platform: Platform) =>
  stageApp()
    .openapi(list, async c => {
      const { cursor, limit } = c.req.valid('query')
      const found = await read(platform, c.req.valid('param').slug, c.get('signedIn'), (tx, seen) =>
        listMessages(tx, { cursor, limit: limit + 1, ...seen }),
      )
      const messages = found.slice(0, limit)
      return c.json({ messages, nextCursor: found.length > limit ? (messages.at(-1)?.id ?? null) : null }, 200)
    })
    .openapi(detail, async c => {
      const { slug, id } = c.req.valid('param')
      const message = await read(platform, slug, c.get('signedIn'), (tx, seen) => findMessage(tx, id, seen))
      if (!message) throw messageUnknown(id)
      return c.json(message, 200)
    })

async function read<Result>(
  platform: Platform,
  slug: string,
  signedIn: SignedIn,
  work: (tx: ForceTx, seen: MessageFilter) => Promise<Result>,
): Promise<Result> {
  const roles = rolesIn(signedIn, slug)
  const isAllowed = roles.some(role => mailboxRoles.includes(role))
  const seesAll = await isDemo(platform)
  if (!isAllowed && !seesAll) throw mailboxNotForYourRole()
  const seen = { withoutComplaints: !seesAll && !handlesComplaints(roles) }
  return inForce(platform, slug, { kind: 'user', name: signedIn.userId }, tx => work(tx, seen))
}
