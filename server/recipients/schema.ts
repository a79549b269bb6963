import { z } from 'zod'
import { sentDay } from '../platform/schema.ts'

const instant = z.string().describe('ISO 8601 instant')
const day = z.iso.date()

/** How people were found. The query itself is personal data: it travels in the body, and is kept nowhere. */
export const foundBy = z.enum([
  'newest',
  'number',
  'reference',
  'reference_start',
  'name',
  'name_and_birth',
  'part_of_name',
  'birth_date',
])
export type FoundBy = z.infer<typeof foundBy>

export const searchRequest = z.object({
  query: z
    .string()
    .max(200)
    .default('')
    .describe('a telephone number, a name, a name and a birth date, or a log number'),
  /** Of a whole name: also whoever has it as a part of theirs. */
  by: z.literal('part_of_name').optional(),
  openedFrom: sentDay.nullish(),
  openedTo: sentDay.nullish(),
  show: z.enum(['everybody', 'suppressed']).default('everybody').describe('suppressed: only who is not to be rung'),
  cursor: z.string().max(200).nullish(),
  limit: z.int().min(1).max(100).default(25),
})
export type SearchRequest = z.infer<typeof searchRequest>

const involvement = z.enum(['caller', 'victim', 'witness'])

export const foundPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  bornOn: day.nullable(),
  incidents: z.int(),
  isSuppressed: z.boolean(),
  /** The newest of those that were looked for: still open, or closed last. */
  incident: z.object({
    reference: z.string(),
    categoryName: z.string().nullable(),
    unit: z.string().nullable(),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    involvement,
  }),
})
export type FoundPerson = z.infer<typeof foundPerson>

export const searchPage = z.object({
  by: foundBy,
  people: z.array(foundPerson),
  nextCursor: z.string().nullable(),
  /** Where names had to be read one by one: how many people, and back to which incident's closing. */
  lookedThrough: z.object({ people: z.int(), backTo: instant.nullable() }).nullable(),
})
export type SearchPage = z.infer<typeof searchPage>

const reason = z.object({ code: z.string(), title: z.string() })
const import_ = z.object({ id: z.uuid(), fileName: z.string() }).nullable().describe('the import that brought it')

export const suppressionShape = z.object({
  id: z.uuid(),
  scope: z.enum(['surveys', 'all']),
  reason,
  note: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string().nullable(),
  until: day.nullable().describe('the last day it holds; null: until somebody lifts it'),
  liftedAt: instant.nullable(),
  liftedBy: z.string().nullable(),
  liftReason: reason.nullable(),
  liftNote: z.string().nullable(),
})
export type Suppression = z.infer<typeof suppressionShape>

export const numberShape = z.object({
  id: z.uuid(),
  number: z.string().describe('as it is written in its country; as it was written, where it is not usable'),
  extension: z.string().nullable(),
  usable: z.boolean(),
  safe: z.boolean(),
  struckOffAt: instant.nullable(),
  /** Who else has it: they are rung on it too, and if one of them is unsafe or suppressed, nobody is. */
  sharedBy: z.int(),
  sharers: z
    .array(z.object({ id: z.uuid(), isSuppressed: z.boolean(), isUnsafe: z.boolean() }))
    .describe('the first few'),
})
export type RecipientNumber = z.infer<typeof numberShape>

export const serviceShape = z.object({
  id: z.uuid(),
  involvement,
  markers: z.array(z.string()),
  exclusions: z.array(z.string()),
  warnings: z.array(z.string()),
  import: import_,
  incident: z.object({
    id: z.uuid(),
    reference: z.string(),
    categoryCode: z.string().nullable(),
    categoryName: z.string().nullable(),
    grade: z.enum(['emergency', 'priority', 'scheduled', 'none']).nullable(),
    unit: z.string().nullable(),
    openedAt: instant.nullable(),
    arrivedAt: instant.nullable(),
    closedAt: instant.nullable(),
    attended: z.boolean().nullable(),
  }),
  staff: z.array(
    z.object({
      part: z.enum(['call_handler', 'officer_in_charge', 'attending']),
      collarNumber: z.string(),
      name: z.string().nullable().describe('null while nobody of that number is known'),
    }),
  ),
})
export type ServiceOfRecipient = z.infer<typeof serviceShape>

export const recipientShape = z.object({
  id: z.uuid(),
  name: z.string(),
  bornOn: day.nullable(),
  email: z.string().nullable(),
  language: z.string().nullable(),
  needs: z.array(z.string()),
  knownSince: instant,
  import: import_,
  numbers: z.array(numberShape),
  suppressions: z.array(suppressionShape),
  services: z.array(serviceShape).describe('the newest, up to 200'),
  servicesInAll: z.int(),
  /** Of the same name, and born on the same day or with a number in common. */
  maybeTheSame: z.array(z.object({ id: z.uuid(), because: z.enum(['birth_date', 'number']) })),
  /** The reasons that may be given for each change. */
  reasons: z.record(z.enum(['suppress', 'lift', 'strikeOff', 'putBack', 'markUnsafe', 'markSafe']), z.array(reason)),
})
export type Recipient = z.infer<typeof recipientShape>

const note = z.string().trim().max(2000).nullish().describe('sealed; for whoever reads this page')

export const suppressRequest = z.object({
  scope: z.enum(['surveys', 'all']),
  reason: z.string().min(1),
  until: sentDay.nullish().describe('the last day it holds, of the force; none: until somebody lifts it'),
  note,
})
export type SuppressRequest = z.infer<typeof suppressRequest>

export const liftRequest = z.object({ reason: z.string().min(1), note })
export type LiftRequest = z.infer<typeof liftRequest>

export const numberRequest = z.object({
  change: z.enum(['strikeOff', 'putBack', 'markUnsafe', 'markSafe']),
  reason: z.string().min(1),
})
export type NumberRequest = z.infer<typeof numberRequest>
