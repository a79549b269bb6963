import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { forSignedIn } from '../../forces/for-signed-in.ts'
import { mayBy } from '../../platform/http/policy.ts'
import { answers, stageApp } from '../../platform/http/stage-app.ts'
import type { Platform } from '../../platform/platform.ts'
import { readOfficer } from './officer.ts'
import { listProblems } from './problem-list.ts'
import { lineQuery, lineShape, officerShape, problemsQuery, problemsShape, treeShape } from './schema.ts'
import { readLineLevel, readTree } from './tree.ts'

const params = z.object({ slug: z.string() })
const lookedAtBy = mayBy('administrator', 'team_leader', 'supervisor', 'analyst')
const mendedFrom = mayBy('administrator', 'team_leader')
const tree = createRoute({
  method: 'get',
  path: '/forces/{slug}/people/tree',
  summary: "The force's units, with how many are posted there today and what is wrong among them",
  ...lookedAtBy,
  request: { params },
  responses: answers(treeShape, 'The units'),
})

const line = createRoute({
  method: 'get',
  path: '/forces/{slug}/people/line',
  summary: 'Who supervises whom today, one level at a time',
  ...lookedAtBy,
  request: { params, query: lineQuery },
  responses: answers(lineShape, 'Those at the top of a line, or those directly under somebody'),
})

const problems = createRoute({
  method: 'get',
  path: '/forces/{slug}/people/problems',
  summary: "What is wrong in the force's lines today, what it means for alerts, and the mend",
  ...mendedFrom,
  request: { params, query: problemsQuery },
  responses: answers(problemsShape, 'The problems, those of one kind together'),
})

const officer = createRoute({
  method: 'get',
  path: '/forces/{slug}/people/staff/{collarNumber}',
  summary: 'One member of staff: postings over time, who is under them, and the line as an alert would go today',
  ...mendedFrom,
  request: { params: params.extend({ collarNumber: z.string() }) },
  responses: answers(officerShape, 'The member of staff'),
})

export const lineRoutes = (platform: Platform) => {
  const within = forSignedIn(platform)
  return stageApp()
    .openapi(tree, async c => c.json(await within(c, c.req.valid('param').slug, readTree), 200))
    .openapi(line, async c => {
      const { under } = c.req.valid('query')
      return c.json(await within(c, c.req.valid('param').slug, tx => readLineLevel(tx, under)), 200)
    })
    .openapi(problems, async c => {
      const query = c.req.valid('query')
      return c.json(await within(c, c.req.valid('param').slug, tx => listProblems(tx, query)), 200)
    })
    .openapi(officer, async c => {
      const { slug, collarNumber } = c.req.valid('param')
      return c.json(await within(c, slug, tx => readOfficer(tx, collarNumber)), 200)
    })
}
