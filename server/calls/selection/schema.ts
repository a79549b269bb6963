import { z } from 'zod'
import { sentDay } from '../../platform/schema.ts'
import { selectionSettings, wantedSelection } from '../../surveys/schema.ts'

const instant = z.string().describe('ISO 8601 instant')
const day = z.iso.date()

/** Who is rung in a survey, with what its rules can be made of. */
export const selectionShape = z.object({
  survey: z.object({ key: z.string(), name: z.string() }),
  revision: z.int(),
  changedAt: instant,
  changedBy: z.string().nullable(),
  selection: selectionSettings,
  neededRules: z.array(z.string()).describe('kinds of rules that may not be left out'),
  known: z
    .object({
      categories: z.array(z.object({ code: z.string(), name: z.string().nullable(), services: z.int() })),
      markers: z.array(z.object({ marker: z.string(), services: z.int() })),
      languages: z.array(z.object({ language: z.string(), services: z.int() })),
      codes: z.array(z.object({ code: z.string(), services: z.int() })),
    })
    .describe('what stands in the services of the last three months: the most frequent first, up to 200 each'),
})
export type SelectionShape = z.infer<typeof selectionShape>

export const selectionChange = z.strictObject({
  revision: z.int().describe('that you read and change'),
  reason: z.string().trim().min(1).max(500).describe('kept with the change; write nothing about a person in it'),
  selection: wantedSelection,
})
export const previewRequest = z.strictObject({ selection: wantedSelection })

export const revisionsShape = z.object({
  revisions: z.array(
    z.object({
      revision: z.int(),
      changedAt: instant,
      changedBy: z.string().nullable().describe('null for the revision that the survey came with'),
      reason: z.string(),
      selection: selectionSettings,
    }),
  ),
})
export type RevisionsShape = z.infer<typeof revisionsShape>

const counted = z.object({
  mayBeRung: z.int(),
  expectedSelected: z.number().describe('of those, by the sample: the sum of their chances'),
})

/** One service, without anything of the person. */
const example = z.object({
  closedOn: day.nullable(),
  unit: z.string().nullable(),
  category: z.string().nullable(),
  grade: z.string().nullable(),
  involvement: z.string(),
})

export const previewShape = z.object({
  from: day,
  to: day,
  services: z.int(),
  inForce: counted,
  proposed: counted,
  rules: z.array(
    z.object({
      reason: z.string(),
      inForce: z.int().nullable().describe('services kept out; null where there is no such rule'),
      proposed: z.int().nullable(),
      alone: z.int().describe('of those proposed, how many no other rule would keep out'),
    }),
  ),
  moves: z.array(
    z.object({
      from: z.string().nullable().describe('the reason under the rules in force; null: may be rung'),
      to: z.string().nullable().describe('the reason under the proposed rules; null: may be rung'),
      services: z.int(),
      examples: z.array(example),
    }),
  ),
})
export type PreviewShape = z.infer<typeof previewShape>

/** Where a service may be lost on its way to a call, in order. */
export const funnelStep = z.enum([
  'undecided',
  'no_usable_number',
  'not_safe',
  'not_asked',
  'not_in_window',
  'rung_lately',
  'not_drawn',
])
export type FunnelStep = z.infer<typeof funnelStep>

/** How many are left after each step: the one before, less what is `lost` at it. */
const funnelCounts = z.object({
  received: z.int(),
  decided: z.int().describe('all but those that came in since the last run'),
  withUsableNumber: z.int(),
  safe: z.int(),
  asked: z.int().describe('there is a name and something to ask, and no rule of the force keeps it out'),
  inWindow: z.int(),
  notRungLately: z.int(),
  selected: z.int(),
  lost: z.array(z.object({ step: funnelStep, reason: z.string(), services: z.int() })),
})
export type FunnelCounts = z.infer<typeof funnelCounts>

export const funnelQuery = z.object({
  from: sentDay.describe('first local day, inclusive, on which an incident was closed; while it is open, opened'),
  to: sentDay.describe('last local day, inclusive'),
})

export const funnelShape = z.object({
  from: day,
  to: day,
  firstDay: day.nullable().describe('of all services there are'),
  lastDay: day.nullable(),
  force: funnelCounts,
  units: z.array(
    z.object({
      id: z.uuid().nullable().describe('null: incidents that name no unit'),
      name: z.string(),
      depth: z.int(),
      own: funnelCounts.describe('of the unit itself: these add up to the force'),
      withBelow: funnelCounts.describe('of the unit with all below it'),
    }),
  ),
})
export type FunnelShape = z.infer<typeof funnelShape>
