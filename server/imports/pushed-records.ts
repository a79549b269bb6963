/** Recipients as JSON, one or a batch: for a command-and-control system that sends each incident as it is closed. */
import { z } from 'zod'
import type { Actor } from '../audit/service.ts'
import { inForce } from '../forces/service.ts'
import { type Profile, profileShape } from '../platform/import/profile.ts'
import type { RowOutcome } from '../platform/import/result.ts'
import { importResultShape } from '../platform/import/schema.ts'
import { memorySource } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { importRecipients } from '../recipients/service.ts'
import { inDirectTurn } from './direct-turns.ts'
import { getProfile } from './profiles.ts'

const maximumRecords = 1000

// A list is joined by this, as an export joins it.
const separator = ';'
const text = z.string().max(1000)
const list = z.array(text.refine(each => !each.includes(separator), `without "${separator}"`)).max(100)
const instant = text.describe('ISO 8601; without an offset in the force’s time')

export const pushedRecord = z.strictObject({
  incident: z.strictObject({
    reference: z.string().trim().min(1).max(1000),
    openedAt: instant.optional(),
    closedAt: instant.optional(),
    arrivedAt: instant.optional(),
    grade: text.optional().describe('emergency, priority, scheduled or none, or as the profile names it'),
    categoryCode: text.optional(),
    categoryName: text.optional(),
    district: text.optional(),
    section: text.optional(),
    attended: z.boolean().optional(),
    callHandler: text.optional().describe('collar number'),
    officerInCharge: text.optional(),
    attendingOfficers: list.optional(),
  }),
  recipient: z.strictObject({
    involvement: text.optional().describe('caller, victim or witness'),
    title: text.optional(),
    forename: text.optional(),
    surname: text.optional(),
    bornOn: text.optional().describe('ISO 8601 day'),
    phone1: text.optional(),
    phone2: text.optional(),
    email: text.optional(),
    language: text.optional(),
    markers: list.optional(),
  }),
})

export const pushedRecords = z.union([pushedRecord, z.array(pushedRecord).min(1).max(maximumRecords)])

export const pushedResult = z.object({
  result: importResultShape,
  records: z
    .array(
      z.object({
        status: z.enum(['created', 'updated', 'unchanged', 'rejected']),
        reason: z.string().nullable(),
        warnings: z.array(z.string()),
      }),
    )
    .describe('what came of each, in their order'),
})

type Pushed = z.infer<typeof pushedRecord>
const fields = [
  ...Object.keys(pushedRecord.shape.incident.shape).map(name => ['incident', name] as const),
  ...Object.keys(pushedRecord.shape.recipient.shape).map(name => ['recipient', name] as const),
]
/** Quoted throughout: what is in a cell is only itself. */
const lineOf = (cells: readonly string[]) => `${cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
const nameOf = ([part, name]: (typeof fields)[number]) => `${part}.${name}`

/**
 * Takes them in as a file of these rows would be: a record is keyed by what it says, so the same again is `unchanged`. A
 * profile says what this force's codes and markers mean. Throws `profile_unknown`.
 */
export async function takePushed(
  platform: Platform,
  slug: string,
  actor: Actor,
  records: readonly Pushed[],
  profileName: string | undefined,
): Promise<z.infer<typeof pushedResult>> {
  const meanings =
    profileName === undefined
      ? undefined
      : (await inForce(platform, slug, actor, tx => getProfile(tx, 'recipients', profileName))).profile
  const cellOf = (record: Pushed, [part, name]: (typeof fields)[number]): string => {
    const value: unknown = (record[part] as Readonly<Record<string, unknown>>)[name]
    return Array.isArray(value) ? value.join(separator) : value === undefined ? '' : String(value)
  }
  const lines = [fields.map(nameOf), ...records.map(record => fields.map(field => cellOf(record, field)))]
  const outcomes: { readonly line: number; readonly warnings: readonly string[]; readonly outcome: RowOutcome }[] = []
  const result = await inDirectTurn(importRecipients, {
    platform,
    slug,
    actor,
    origin: 'api',
    source: memorySource('records.json', Buffer.from(lines.map(lineOf).join(''))),
    readAs: { name: profileName ?? 'json', profile: profileOf(meanings) },
    notes: { note: (row, outcome) => outcomes.push({ line: row.line, warnings: row.warnings, outcome }) },
  })
  const inOrder = outcomes.sort((one, other) => one.line - other.line)
  return {
    result,
    records: inOrder.map(({ warnings, outcome }) => ({
      status: outcome.status,
      reason: outcome.status === 'rejected' ? outcome.reason : null,
      warnings: [...warnings, ...(outcome.status === 'rejected' ? [] : (outcome.warnings ?? []))],
    })),
  }
}

const profileOf = (meanings: Profile | undefined): Profile =>
  profileShape.parse({
    kind: 'recipients',
    dateFormat: 'iso',
    dayFormat: 'iso',
    listSeparator: separator,
    columns: Object.fromEntries(fields.map(field => [nameOf(field), nameOf(field)])),
    values: { ...meanings?.values, 'incident.attended': { true: true, false: false } },
    categories: meanings?.categories ?? {},
    markers: meanings?.markers ?? {},
  })
