import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { questionsOf } from '../surveys/rules.ts'
import type { Survey } from '../surveys/service.ts'
import { hasRating, type ImportedInterview, positionOfComment, reasonLetters } from './import-rules.ts'

/** An interview of a batch, with what the force knows of it. */
export interface ResolvedInterview extends ImportedInterview {
  readonly callHandlerId: string | null
  readonly officerId: string | null
  readonly rowHash: Buffer
}

export async function unitsByName(tx: ForceTx): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string; path: string | null; named: number }>`
    select units.id, units.name, parents.name || ' / ' || units.name as path, count(*) over (partition by units.name) as named
    from units left join units parents on parents.id = units.parent_id`.execute(tx.db)
  const known = rows.flatMap(({ id, name, path, named }): [string, string][] => [
    ...(path === null ? [] : [[path, id] as [string, string]]),
    ...(named === 1 ? [[name, id] as [string, string]] : []),
  ])
  return new Map(known)
}

export async function staffByCollarNumber(tx: ForceTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.db.selectFrom('staff').select(['id', 'collar_number']).execute()
  return new Map(rows.map(row => [row.collar_number, row.id]))
}

/** What the rows with these references said when they were last imported, hashed. */
export async function findRowHashes(tx: ForceTx, references: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await sql<{ reference: string; row_hash: Buffer }>`
    select reference, row_hash from interviews
    where reference = any(${references}::text[]) and row_hash is not null`.execute(tx.db)
  return new Map(rows.map(row => [row.reference, row.row_hash]))
}

/** The imported interviews with these references. */
export async function findImported(tx: ForceTx, references: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from interviews where reference = any(${references}::text[]) and mode = 'imported'`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** Makes the incidents that are not there, with the parts that the rows name; an incident that is there stays as it is. */
export async function makeMissingIncidents(
  tx: ForceTx,
  rows: readonly ResolvedInterview[],
  importId: string,
): Promise<void> {
  const first = new Map(rows.toReversed().map(row => [row.incident, row]))
  const named = [...first.values()]
  const at = tx.now.toString()
  const { rows: made } = await sql<{ id: string; reference: string }>`
    insert into incidents (id, reference, unit_id, attended, import_id, created_at, updated_at)
    select id, reference, unit_id, attended, ${importId}, ${at}, ${at}
    from unnest(${named.map(() => newId())}::uuid[], ${named.map(row => row.incident)}::text[],
      ${named.map(row => row.unitId)}::uuid[], ${named.map(row => (row.officer === null ? null : true))}::boolean[])
      as r(id, reference, unit_id, attended)
    on conflict (reference) do nothing returning id, reference`.execute(tx.db)
  const parts = made.flatMap(({ id, reference }) => {
    const row = first.get(reference)
    return row ? partsOf(id, row) : []
  })
  await sql`
    insert into involvements (incident_id, part, collar_number, staff_id)
    select * from unnest(${parts.map(part => part.incidentId)}::uuid[],
      ${parts.map(part => part.part)}::text[], ${parts.map(part => part.collarNumber)}::text[],
      ${parts.map(part => part.staffId)}::uuid[])`.execute(tx.db)
}

function partsOf(incidentId: string, row: ResolvedInterview) {
  const part = (part: string, collarNumber: string | null, staffId: string | null) =>
    collarNumber === null ? [] : [{ incidentId, part, collarNumber, staffId }]
  return [
    ...part('call_handler', row.callHandler, row.callHandlerId),
    ...part('officer_in_charge', row.officer, row.officerId),
    ...part('attending', row.officer, row.officerId),
  ]
}

export interface Written {
  readonly id: string
  readonly reference: string
}

/**
 * Inserts those whose reference is new, and revises imported ones whose row has changed; the rest are left alone. A
 * revision loses its answers here: `writeAnswers` gives it the new ones.
 */
export async function writeInterviews(
  tx: ForceTx,
  survey: Survey,
  rows: readonly ResolvedInterview[],
  importId: string,
) {
  const given = sql`unnest(${rows.map(() => newId())}::uuid[], ${rows.map(row => row.reference)}::text[],
      ${rows.map(row => row.incident)}::text[], ${rows.map(row => row.completedAt.toString())}::timestamptz[],
      ${rows.map(row => row.completedOn)}::date[], ${rows.map(row => row.unitId)}::uuid[],
      ${rows.map(row => hasRating(row.answers))}::boolean[], ${rows.map(row => row.rowHash)}::bytea[])
      as r(id, reference, incident, ended_at, ended_on, unit_id, has_rating, row_hash)`
  const created = await sql<Written>`
    insert into interviews (id, survey_id, questionnaire_id, incident_id, reference, mode, status, started_at,
      last_active_at, ended_at, ended_on, unit_id, grade, category_code, has_rating, row_hash, import_id)
    select r.id, ${survey.id}, ${survey.questionnaireId}, i.id, r.reference, 'imported', 'completed', r.ended_at,
      r.ended_at, r.ended_at, r.ended_on, coalesce(r.unit_id, i.unit_id), i.grade, i.category_code, r.has_rating, r.row_hash, ${importId}
    from ${given} join incidents i on i.reference = r.incident
    on conflict (reference) do nothing returning id, reference`.execute(tx.db)
  if (created.rows.length === rows.length) return { created: created.rows, revised: [] }
  const revised = await sql<Written>`
    with revised as (
      update interviews set incident_id = i.id, started_at = r.ended_at, last_active_at = r.ended_at, ended_at = r.ended_at,
        ended_on = r.ended_on, unit_id = coalesce(r.unit_id, i.unit_id), grade = i.grade, category_code = i.category_code,
        has_rating = r.has_rating, row_hash = r.row_hash, revision = interviews.revision + 1
      from ${given} join incidents i on i.reference = r.incident
      where interviews.reference = r.reference and interviews.mode = 'imported' and interviews.row_hash <> r.row_hash
      returning interviews.id, interviews.reference
    ), forgotten as (
      delete from answers using revised where answers.interview_id = revised.id
    ), released as (
      delete from question_concerns using revised where question_concerns.interview_id = revised.id
    ) select id, reference from revised`.execute(tx.db)
  return { created: created.rows, revised: revised.rows }
}

/** An answer for every question of the questionnaire, and whom each rated one concerns. */
export async function writeAnswers(
  tx: ForceTx,
  survey: Survey,
  written: readonly Written[],
  rows: ReadonlyMap<string, ResolvedInterview>,
): Promise<void> {
  const given = written.flatMap(({ id, reference }) => {
    const row = rows.get(reference)
    return row ? [{ id, ...row }] : []
  })
  const questions = questionsOf(survey.questionnaire)
  const asked = sql`unnest(${questions.map(question => question.key)}::text[],
    ${questions.map(question => question.concerns === 'call_handler')}::boolean[])
    with ordinality as q(key, concerns_call_handler, position)`
  await sql`
    insert into answers (interview_id, question_key, rating, reason, comment_sealed, answered_at)
    select r.id, q.key, case when code.letter between '1' and '5' then code.letter::smallint end,
      (${JSON.stringify(reasonLetters)}::jsonb) ->> code.letter,
      case when q.position = r.comment_position then r.comment end, r.answered_at
    from unnest(${given.map(row => row.id)}::uuid[], ${given.map(row => row.answers)}::text[],
      ${given.map(row => tx.seal.sealOptional('answers.comment', row.comment))}::bytea[],
      ${given.map(row => positionOfComment(row.answers) + 1)}::int[],
      ${given.map(row => row.completedAt.toString())}::timestamptz[])
      as r(id, answers, comment, comment_position, answered_at)
    cross join ${asked} cross join lateral substr(r.answers, q.position::int, 1) as code(letter)`.execute(tx.db)
  await sql`
    insert into question_concerns (interview_id, question_key, staff_id)
    select r.id, q.key, concerned.staff_id
    from unnest(${given.map(row => row.id)}::uuid[], ${given.map(row => row.answers)}::text[],
      ${given.map(row => row.callHandlerId)}::uuid[], ${given.map(row => row.officerId)}::uuid[])
      as r(id, answers, call_handler_id, officer_id)
    cross join ${asked}
    cross join lateral (select case when q.concerns_call_handler then r.call_handler_id else r.officer_id end) as concerned(staff_id)
    where substr(r.answers, q.position::int, 1) between '1' and '5' and concerned.staff_id is not null`.execute(tx.db)
}

/** Until PostgreSQL has counted a year that came in at once, a report over it takes seven times as long (280 ms, then 42). */
export async function learnWhatWasWritten(tx: ForceTx): Promise<void> {
  await sql`analyze incidents, involvements, interviews, answers, question_concerns`.execute(tx.db)
}
