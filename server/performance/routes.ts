import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Role } from '../forces/schema.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { mayBy, rolesIn, type SignedIn } from '../platform/http/policy.ts'
import { answers, stageApp } from '../platform/http/stage-app.ts'
import type { Platform } from '../platform/platform.ts'
import { sentDay } from '../platform/schema.ts'
import { headlinesOf } from './headlines.ts'
import { type AppendixA, appendixA, headlines, type Reported, reportedUnits } from './schema.ts'
import { publishAppendixA, reportAppendixA, reportUnits } from './service.ts'

const readers = [
  'analyst',
  'authority',
  'administrator',
  'team_leader',
  'supervisor',
] as const satisfies readonly Role[]

const params = z.object({ slug: z.string() })
const reported = z.object({
  from: sentDay.describe('first local day, inclusive'),
  to: sentDay.describe('last local day, inclusive'),
  unit: z.string().min(1).optional().describe('a unit by name, with all below it; without it the whole force'),
})

/** Published figures: counted from the answers at each request. */
export const performanceRoutes = (platform: Platform) => {
  const read = <Result>(slug: string, userId: string, work: (tx: ForceTx) => Promise<Result>) =>
    inForce(platform, slug, { kind: 'user', name: userId }, work)
  // Who has no role here but the authority's reads published figures only.
  const readTable = (slug: string, signedIn: SignedIn, period: Reported): Promise<AppendixA> => {
    const isInside = rolesIn(signedIn, slug).some(role => role !== 'authority' && readers.some(one => one === role))
    return read(slug, signedIn.userId, tx => (isInside ? reportAppendixA : publishAppendixA)(tx, period))
  }

  return stageApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/performance/appendix-a',
        ...mayBy(...readers),
        request: { params, query: reported },
        responses: answers(appendixA, 'Appendix A for the period and unit'),
      }),
      async c => c.json(await readTable(c.req.valid('param').slug, c.get('signedIn'), c.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/performance/headlines',
        ...mayBy(...readers),
        request: { params, query: reported },
        responses: answers(headlines, 'The headline sentences, each with its base and interval'),
      }),
      async c => {
        const period = c.req.valid('query')
        return c.json(headlinesOf(await readTable(c.req.valid('param').slug, c.get('signedIn'), period), period), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/forces/{slug}/performance/units',
        ...mayBy(...readers),
        request: { params },
        responses: answers(
          reportedUnits,
          'The units that can be reported on, and the days there is something to report of',
        ),
      }),
      async c => c.json(await read(c.req.valid('param').slug, c.get('signedIn').userId, reportUnits), 200),
    )
}
