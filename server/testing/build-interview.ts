/** Makes what an interview stands on, straight in the tables: for tests that begin where an interview has ended. */
import type { ForceTx } from '../forces/service.ts'
import { localDay } from '../platform/clock.ts'
import { newId } from '../platform/id.ts'
import { getSurvey } from '../surveys/service.ts'

export interface UnitToBuild {
  readonly name: string
  readonly parentId?: string
  readonly mailbox?: string
}

export async function buildUnit(tx: ForceTx, unit: UnitToBuild): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('units')
    .values({
      id,
      name: unit.name,
      kind: 'district',
      parent_id: unit.parentId ?? (await getTopUnit(tx)),
      mailbox: unit.mailbox ?? null,
      created_at: tx.now.toString(),
    })
    .execute()
  return id
}

export async function getTopUnit(tx: ForceTx): Promise<string> {
  const top = await tx.db.selectFrom('units').select('id').where('parent_id', 'is', null).executeTakeFirstOrThrow()
  return top.id
}

export interface PostingToBuild {
  readonly unitId?: string
  readonly supervisor?: string | null
  readonly from?: string
  readonly to?: string
}

export interface StaffToBuild extends PostingToBuild {
  readonly collarNumber: string
  readonly rank?: string
  readonly forename?: string
  readonly surname?: string
  readonly email?: string | null
  readonly alertDigest?: boolean
  /** Instead of the one posting above. */
  readonly postings?: readonly PostingToBuild[]
}

export async function buildStaff(tx: ForceTx, staff: StaffToBuild): Promise<string> {
  const id = newId()
  const now = tx.now.toString()
  const email = staff.email === undefined ? `officer.${staff.collarNumber}@testshire.example` : staff.email
  await tx.db
    .insertInto('staff')
    .values({
      id,
      collar_number: staff.collarNumber,
      rank: staff.rank ?? 'Constable',
      forename_sealed: tx.seal.seal('staff.forename', staff.forename ?? 'Asha'),
      surname_sealed: tx.seal.seal('staff.surname', staff.surname ?? `Officer ${staff.collarNumber}`),
      email_sealed: tx.seal.sealOptional('staff.email', email),
      alert_digest: staff.alertDigest ?? false,
      created_at: now,
      updated_at: now,
    })
    .execute()
  for (const posting of staff.postings ?? [staff])
    await tx.db
      .insertInto('postings')
      .values({
        id: newId(),
        staff_id: id,
        unit_id: posting.unitId ?? (await getTopUnit(tx)),
        supervisor_collar_number: posting.supervisor ?? null,
        posted_from: posting.from ?? '2009-04-01',
        posted_to: posting.to ?? null,
        created_at: now,
        updated_at: now,
      })
      .execute()
  return id
}

export interface InterviewToBuild {
  readonly ratings: Readonly<Record<string, number>>
  /** Question key → whom it concerns. */
  readonly concerns?: Readonly<Record<string, readonly string[]>>
  /** Collar numbers with a part in the incident besides. */
  readonly attending?: readonly string[]
  readonly unitId?: string
  readonly comment?: string
}

/** An interview that has just ended, its event published. Returns its id. */
export async function buildEndedInterview(tx: ForceTx, interview: InterviewToBuild): Promise<string> {
  const id = newId()
  const incidentId = newId()
  const survey = await getSurvey(tx)
  const now = tx.now.toString()
  await tx.db
    .insertInto('incidents')
    .values({ id: incidentId, reference: `101-${id}`, unit_id: interview.unitId, created_at: now, updated_at: now })
    .execute()
  for (const collarNumber of interview.attending ?? [])
    await tx.db
      .insertInto('involvements')
      .values({ incident_id: incidentId, part: 'attending', collar_number: collarNumber })
      .execute()
  await tx.db
    .insertInto('interviews')
    .values({
      id,
      survey_id: survey.id,
      questionnaire_id: survey.questionnaireId,
      incident_id: incidentId,
      mode: 'telephone',
      status: 'completed',
      started_at: now,
      last_active_at: now,
      ended_at: now,
      ended_on: localDay(tx.now, tx.force.timeZone),
      unit_id: interview.unitId,
      has_rating: true,
    })
    .execute()
  for (const [key, rating] of Object.entries(interview.ratings))
    await tx.db
      .insertInto('answers')
      .values({
        interview_id: id,
        question_key: key,
        rating,
        comment_sealed: tx.seal.sealOptional('answers.comment', interview.comment),
        answered_at: now,
      })
      .execute()
  for (const [key, staffIds] of Object.entries(interview.concerns ?? {}))
    for (const staffId of staffIds)
      await tx.db
        .insertInto('question_concerns')
        .values({ interview_id: id, question_key: key, staff_id: staffId })
        .execute()
  await tx.publish('interview.ended', { interviewId: id })
  return id
}
