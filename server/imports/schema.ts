import { z } from 'zod'
import { inspectionShape } from '../platform/import/inspection/schema.ts'
import { importResultShape } from '../platform/import/schema.ts'

export const importKind = z.enum(['staff', 'recipients', 'interviews'])
export const importStatus = z.enum(['received', 'trying', 'waiting', 'running', 'done', 'failed', 'undoing', 'undone'])
export const importOrigin = z.enum(['command', 'api', 'page', 'folder'])

const instant = z.string().describe('ISO 8601 instant')

/** An import in a list. */
export const importShape = z.object({
  id: z.string(),
  kind: importKind,
  fileName: z.string(),
  profile: z.string(),
  status: importStatus,
  origin: importOrigin,
  startedBy: z
    .string()
    .describe('who brought it or began it: a user by their name, a command or the folder as it is called'),
  receivedAt: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  undoneAt: instant.nullable(),
  result: importResultShape.nullable(),
})

export type ImportShape = z.infer<typeof importShape>

export const importsQuery = z.object({
  kind: importKind.optional(),
  status: importStatus.optional(),
  origin: importOrigin.optional(),
  by: z.string().max(200).optional().describe('who started it: an id of those that the list names'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const importsShape = z.object({
  imports: z.array(importShape),
  nextCursor: z.string().nullable(),
  starters: z.array(z.object({ id: z.string(), name: z.string() })).describe('who started the latest imports, by name'),
})
export type ImportsQuery = z.infer<typeof importsQuery>

/** A row that was, or would be, refused; `mend` says what to do about it. */
export const rejectShape = z.object({
  line: z.int(),
  reason: z.string(),
  mend: z.string(),
  cells: z.array(z.string()),
})

/** What a dry run says would happen. */
export const trialShape = z.object({
  result: importResultShape,
  /** Recipients only: of the services this file brings, how many may be rung, and how many not, by reason. */
  selection: z.object({ mayBeRung: z.int(), excluded: z.record(z.string(), z.int()) }).nullable(),
  /** The first of the rejected rows. */
  rejects: z.array(rejectShape),
  /** Rows by warning: the first lines of each, to look them up. */
  warningLines: z.record(z.string(), z.array(z.int())),
})

export type Trial = z.infer<typeof trialShape>

/** Why something failed: as an RFC 9457 problem says it. */
export const faultShape = z.object({ code: z.string(), title: z.string(), details: z.record(z.string(), z.unknown()) })

/** One import, on the page that follows it. */
export const importDetail = importShape.extend({
  bytesTotal: z.int().nullable(),
  bytesRead: z.int(),
  /** What was seen in the file; null once the file is gone. */
  inspection: inspectionShape.nullable(),
  /** By which it is, or was, read: the shape of a profile file. */
  definition: z.record(z.string(), z.unknown()).nullable(),
  trial: trialShape.nullable(),
  fault: faultShape.nullable(),
  rejects: z.int().describe('rows in the rejects file'),
  undo: z.object({
    possible: z.boolean(),
    reason: z.string().nullable().describe('why not, in words'),
    others: z
      .array(z.object({ id: z.string(), fileName: z.string(), words: z.string() }))
      .describe('the imports that the reason names, each in these words'),
    fault: faultShape.nullable().describe('why the last undo that was asked for failed'),
    isTakenIn: z.boolean().describe('it is done, or failed when rows of it had been taken in, which stay'),
  }),
})

export type ImportDetail = z.infer<typeof importDetail>

/** How the file is to be read: corrected by the person who looks at it. */
export const readAs = z.object({
  kind: importKind,
  profile: z.string().optional().describe('the name of a known profile'),
  definition: z.record(z.string(), z.unknown()).optional().describe('a profile, instead of a known one'),
  saveAs: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
    .optional()
    .describe('keep the definition as a profile of the force'),
})

export type ReadAs = z.infer<typeof readAs>

export const importProfileShape = z.object({
  name: z.string(),
  kind: importKind,
  isBuiltIn: z.boolean(),
  definition: z.record(z.string(), z.unknown()),
  updatedAt: instant.nullable(),
})
export type ImportProfile = z.infer<typeof importProfileShape>
export const importProfilesShape = z.object({ profiles: z.array(importProfileShape) })
