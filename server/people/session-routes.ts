import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { roles } from '../forces/schema.ts'
import { listForces } from '../forces/service.ts'
import type { RequestEnv } from '../platform/http/policy.ts'
import { refuseInvalid } from '../platform/http/problem-response.ts'
import { problemResponses } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { demoSignIns, isDemo } from './demo-sign-ins.ts'
import { requireSignedIn } from './session.ts'

const role = z.enum(roles)
const me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  forces: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      timeZone: z.string(),
      roles: z.array(role),
      collarNumber: z.string().nullable(),
    }),
  ),
  businessNow: z.string().describe("the business clock, which in the demo isn't the machine's"),
  demo: z.boolean(),
})
const signIns = z.object({
  signIns: z.array(z.object({ role, name: z.string(), email: z.string(), password: z.string() })),
})
const setup = z.object({
  empty: z.boolean().describe('true: there is no force, or nobody who could sign in'),
  steps: z.array(z.string()).describe('the commands that make the first force and its administrator'),
})

export const firstSteps = [
  'npx ringback force create SLUG --name "NAME OF THE FORCE"',
  'npx ringback user create EMAIL --force SLUG --role administrator',
]

/** What the sign-in page and every page after it ask first. */
export const sessionRoutes = (platform: Platform) =>
  new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'get',
        path: '/me',
        security: [{ bearer: [] }, { session: [] }],
        responses: answer(me, 'Who is signed in, and what they are in each force'),
      }),
      async c => {
        const { userId, name, email, memberships } = requireSignedIn(c.get('signedIn'))
        const forces = (await listForces(platform)).flatMap(({ slug, name, timeZone }) => {
          const held = memberships.filter(membership => membership.force === slug)
          if (held.length === 0) return []
          const collarNumber = held.find(membership => membership.collarNumber !== null)?.collarNumber ?? null
          return [{ slug, name, timeZone, roles: held.map(membership => membership.role), collarNumber }]
        })
        const businessNow = platform.clock.now().toString()
        return c.json({ user: { id: userId, name, email }, forces, businessNow, demo: await isDemo(platform) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/demo/sign-ins',
        security: [],
        responses: answer(signIns, "The demo's sign-ins; none on a database that the demo did not make"),
      }),
      async c => c.json({ signIns: (await isDemo(platform)) ? [...demoSignIns] : [] }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/setup',
        security: [],
        responses: answer(setup, 'Whether the system is still empty, and how to begin'),
      }),
      async c => {
        const empty = await isEmpty(platform)
        return c.json({ empty, steps: empty ? firstSteps : [] }, 200)
      },
    )

/** No force yet, or nobody with a role in one. */
export async function isEmpty(platform: Platform): Promise<boolean> {
  const member = await platform.database.shared.selectFrom('memberships').select('id').limit(1).executeTakeFirst()
  return member === undefined
}

function answer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { 200: { description, content: { 'application/json': { schema } } }, ...problemResponses }
}
