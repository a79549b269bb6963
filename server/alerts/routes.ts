import { createRoute, z } from '@hono/zod-openapi'
import { type ForceTx, inForce } from '../forces/service.ts'
import { mayBy, rolesIn, type SignedIn } from '../platform/http/policy.ts'
import { problemResponses, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { handlesComplaints } from './complaint.ts'
import { type AlertFilter, listAlerts } from './list-queries.ts'
import { alertUnknown } from './problems.ts'
import { alertDetail, alertKind, alertShape, page } from './schema.ts'

const hearAlerts = mayBy('supervisor', 'team_leader', 'complaints', 'administrator')

const list = createRoute({
  method: 'get',
  path: '/forces/{slug}/alerts',
  summary: 'Alerts, newest first; a supervisor sees those that came to them',
  ...hearAlerts,
  request: { params: z.object({ slug: z.string() }), query: page.extend({ kind: alertKind.optional() }) },
  responses: {
    200: {
      description: 'A page of alerts',
      content: {
        'application/json': { schema: z.object({ alerts: z.array(alertShape), nextCursor: z.string().nullable() }) },
      },
    },
    ...problemResponses,
  },
})

const detail = createRoute({
  method: 'get',
  path: '/forces/{slug}/alerts/{id}',
  summary: 'One alert, with how its addressee was found',
  ...hearAlerts,
  request: { params: z.object({ slug: z.string(), id: z.uuid() }) },
  responses: {
    200: { description: 'The alert', content: { 'application/json': { schema: alertDetail } } },
    ...problemResponses,
  },
})

export const alertRoutes = (platform: Platform) =>
  stageApp()
    .openapi(list, async c => {
      const { slug } = c.req.valid('param')
      const { kind, cursor, limit } = c.req.valid('query')
      const found = await asSeenBy(platform, slug, c.get('signedIn'), (tx, seen) =>
        listAlerts(tx, { kind, cursor, ...seen, limit: limit + 1 }),
      )
      const alerts = found.slice(0, limit).map(({ problem: _problem, line: _line, ...alert }) => alert)
      return c.json({ alerts, nextCursor: found.length > limit ? (alerts.at(-1)?.id ?? null) : null }, 200)
    })
    .openapi(detail, async c => {
      const { slug, id } = c.req.valid('param')
      const [alert] = await asSeenBy(platform, slug, c.get('signedIn'), (tx, seen) =>
        listAlerts(tx, { id, ...seen, limit: 1 }),
      )
      if (!alert) throw alertUnknown(id)
      return c.json(alert, 200)
    })

/**
 * Who is only a supervisor sees what was addressed to their collar number; without one, nothing. The call centre sees all but
 * the 1s of people who wish to complain.
 */
function asSeenBy<Result>(
  platform: Platform,
  slug: string,
  signedIn: SignedIn,
  read: (tx: ForceTx, seen: Pick<AlertFilter, 'addressedTo' | 'withoutComplaints'>) => Promise<Result>,
): Promise<Result> {
  const roles = rolesIn(signedIn, slug)
  const withoutComplaints = !handlesComplaints(roles)
  const seesAll = roles.includes('team_leader') || !withoutComplaints
  const supervisor = signedIn.memberships.find(({ force, role }) => force === slug && role === 'supervisor')
  return inForce(platform, slug, { kind: 'user', name: signedIn.userId }, tx =>
    read(tx, seesAll ? { withoutComplaints } : { addressedTo: supervisor?.collarNumber ?? null }),
  )
}
