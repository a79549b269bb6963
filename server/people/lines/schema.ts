import { z } from 'zod'
import { mendShape } from '../mends/schema.ts'

export const lineProblem = z.enum([
  'own_supervisor',
  'supervisor_loop',
  'no_supervisor',
  'unknown_supervisor',
  'supervisor_without_email',
  'supervisor_has_left',
  'gap',
  'absent_from_export',
])
export type LineProblemKind = z.infer<typeof lineProblem>

export const personShape = z.object({
  collarNumber: z.string(),
  rank: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  unitId: z.string().nullable().describe('units of two districts may have one name'),
  beginsOn: z
    .string()
    .nullable()
    .describe('the first day of their posting while it is still to come: a mend is so from then'),
})

/** Whom an alert would reach; null: nobody. */
export const reachedShape = z.object({ kind: z.enum(['staff', 'unit', 'force']), name: z.string() }).nullable()

export const treeShape = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['force', 'district', 'section', 'control_room']),
      parentId: z.string().nullable(),
      mailbox: z.string().nullable(),
      staff: z.int().describe('posted here today'),
      staffBelow: z.int().describe('posted here or in a unit below today'),
      problems: z.int().describe('of people here or in a unit below; a loop is one, however many stand in it'),
    }),
  ),
  forceMailbox: z.string().nullable(),
})

export const lineQuery = z.object({
  under: z.string().max(40).optional().describe('a collar number; left out: those at the top of a line'),
})

/** One level of who supervises whom. Whoever draws it stops at a collar number that is above already: that is a loop. */
export const lineShape = z.object({
  people: z.array(
    personShape.extend({
      standing: z.enum(['posted', 'to_come', 'left']),
      under: z.int().describe('how many are directly under them'),
      problems: z.array(lineProblem),
    }),
  ),
})

export const problemsQuery = z.object({
  kind: lineProblem.optional(),
  of: z
    .string()
    .max(40)
    .optional()
    .describe('a collar number: what is wrong of them, and the loop in which they stand'),
  unit: z.uuid().optional().describe("a unit's id: what is wrong of people in it, or in a unit below"),
  cursor: z.coerce.number().int().min(0).default(0).describe('nextCursor of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})

export const problemShape = z.object({
  kind: lineProblem,
  person: personShape.describe('of a loop the one with the lowest collar number; a gap is in their unit as alerts go'),
  holdsFrom: z.string().nullable().describe('the day from which it is so, while that is still to come'),
  supervisor: z.string().nullable().describe('the collar number that stands above them, as written'),
  people: z.array(personShape).describe('the members of a loop, upwards; else those directly under the person'),
  reaches: reachedShape.describe(
    'whom an alert would reach: about the person, or else about those under them; of who was never posted, from holdsFrom on, else today',
  ),
  means: z.string().describe('what it means for alerts'),
  mend: z.string().describe('what puts it right'),
})

export const problemsShape = z.object({
  problems: z.array(problemShape),
  counts: z.record(z.string(), z.int()).describe('how many there are, by kind'),
  nextCursor: z.int().nullable(),
})

const supervisorShape = z.object({
  collarNumber: z.string(),
  rank: z.string().nullable(),
  name: z.string().nullable().describe('as it was when the posting began; null: nobody of that number is known'),
})

const madeShape = z.object({
  by: z.enum(['import', 'mend', 'unknown']),
  name: z.string().nullable().describe("the file's name, or that of who mended"),
  at: z.string(),
})

export const postingShape = z.object({
  id: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  rank: z.string().nullable().describe("as the posting's row had it"),
  supervisor: supervisorShape.nullable(),
  from: z.string(),
  to: z.string().nullable(),
  toWritten: z.string().nullable().describe('the last day as written: the next posting may end it earlier'),
  when: z.enum(['past', 'now', 'to_come']),
  made: madeShape,
  gapAfter: z
    .object({ from: z.string(), to: z.string() })
    .nullable()
    .describe('days without a posting before the next one'),
})

export const officerShape = personShape.extend({
  email: z.string().nullable(),
  standing: z.enum(['posted', 'to_come', 'left']),
  signIns: z
    .array(z.object({ name: z.string(), roles: z.array(z.string()) }))
    .describe('who signs in with this collar number; a leaver may still'),
  problems: z.array(lineProblem),
  postings: z.array(postingShape).describe('latest first'),
  under: z.array(personShape).describe('who is directly under them today, or will be'),
  line: z.object({
    from: z
      .string()
      .nullable()
      .describe('the first day of who was never posted: it is as it will be then; null: as it is today'),
    steps: z.array(
      z.object({
        at: z.enum(['supervisor', 'unit', 'force']),
        who: z.string().nullable().describe('a collar number, or the name of a unit'),
        name: z.string().nullable(),
        passedOver: z.string().nullable().describe('why; null where the line ends'),
      }),
    ),
    reaches: reachedShape,
  }),
  stillHere: z
    .object({ by: z.string(), at: z.string(), file: z.string() })
    .nullable()
    .describe('who said that they have not left, though a whole export, the file, lacks them'),
  mends: z
    .array(
      mendShape.extend({
        by: z.string(),
        at: z.string(),
        state: z.enum(['standing', 'undone', 'overruled']),
        endedBy: z.string().nullable().describe('who undid it, or the file that overruled it'),
        endedAt: z.string().nullable(),
        canUndo: z.boolean(),
      }),
    )
    .describe('newest first'),
})
export type OfficerShape = z.infer<typeof officerShape>
