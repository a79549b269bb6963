import type { ColumnType, Generated } from 'kysely'

/** timestamptz: read as `Temporal.Instant`, written as its ISO text. */
type Instant = ColumnType<Temporal.Instant, string, string>
type OptionalInstant = ColumnType<Temporal.Instant | null, string | null | undefined, string | null>
/** date: `YYYY-MM-DD` both ways. */
type Day = string
/** jsonb: read parsed, written as JSON text. */
type Json<T> = ColumnType<T, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>

export interface SharedTables {
  installation: { only_row: Generated<boolean>; made_by_demo: boolean; key_check: Buffer; created_at: Instant }
  forces: {
    id: string
    slug: string
    name: string
    time_zone: string
    country: string
    settings: Json<unknown>
    created_at: Instant
  }
  memberships: {
    id: string
    user_id: string
    force_id: string
    role: string
    interviewer_kind: string | null
    collar_number: string | null
    created_at: Instant
  }
  /** Better Auth's, with its own names; it reads and writes the rest itself (`people/auth.ts`). */
  user: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    twoFactorEnabled: Generated<boolean | null>
    createdAt: Instant
    updatedAt: Instant
  }
  account: {
    id: string
    accountId: string
    providerId: string
    userId: string
    password: string | null
    createdAt: Instant
    updatedAt: Instant
  }
}

/** One force's schema; the migrations in `migrations/force` are its source. */
export interface ForceTables {
  units: {
    id: string
    parent_id: string | null
    name: string
    kind: 'force' | 'district' | 'section' | 'control_room'
    mailbox: string | null
    import_id: Generated<string | null>
    created_at: Instant
  }
  staff: {
    id: string
    collar_number: string
    employer: Generated<'force' | 'contractor'>
    rank: string
    forename_sealed: Buffer
    surname_sealed: Buffer
    email_sealed: Buffer | null
    alert_digest: Generated<boolean>
    import_id: Generated<string | null>
    created_at: Instant
    updated_at: Instant
  }
  postings: {
    id: string
    staff_id: string
    unit_id: string
    supervisor_collar_number: string | null
    posted_from: Day
    posted_to: Day | null
    posted_to_written: Generated<Day | null>
    row_hash: Generated<Buffer | null>
    rank_written: Generated<string | null>
    name_sealed: Generated<Buffer | null>
    mend_id: Generated<string | null>
    import_id: Generated<string | null>
    created_at: Instant
    updated_at: Instant
  }
  absent_staff: {
    staff_id: string
    import_id: string
    still_here_by: Generated<string | null>
    still_here_at: OptionalInstant
  }
  mends: {
    id: string
    staff_id: string
    kind: MendKind
    posting_id: string | null
    before_sealed: Buffer
    after_sealed: Buffer
    made_by: string
    made_at: Instant
    undone_by: string | null
    undone_at: OptionalInstant
    overruled_by_import: string | null
    overruled_at: OptionalInstant
  }
  questionnaires: { id: string; key: string; version: number; definition: Json<unknown>; created_at: Instant }
  surveys: {
    id: string
    key: string
    name: string
    questionnaire_id: string
    settings: Json<unknown>
    revision: Generated<number>
    counted_off: Generated<number>
    created_at: Instant
  }
  survey_revisions: {
    survey_id: string
    revision: number
    settings: Json<unknown>
    reason: string
    changed_by: string
    changed_at: Instant
  }
  selections: {
    survey_id: string
    service_id: string
    outcome: string
    probability: number | null
    stratum: string | null
    revision: number
    decided_at: Instant
  }
  audit_entries: {
    id: string
    at: Instant
    actor_kind: 'user' | 'command' | 'job'
    actor: string
    action: string
    subject_kind: string
    subject_id: string
    details: Json<unknown>
  }
  imports: {
    id: string
    kind: ImportedKind
    file_name: string
    profile: string
    status: ImportStatus
    origin: Generated<ImportOrigin>
    started_by: Generated<string>
    definition: OptionalJson<unknown>
    header: OptionalJson<string[]>
    bytes_total: number | null
    bytes_read: Generated<number>
    inspection_sealed: Buffer | null
    trial_sealed: Buffer | null
    fault: OptionalJson<unknown>
    result: OptionalJson<unknown>
    received_at: OptionalInstant
    started_at: OptionalInstant
    ended_at: OptionalInstant
    undone_at: OptionalInstant
    undoing_from: ImportStatus | null
    undo_fault: OptionalJson<unknown>
  }
  import_parts: { import_id: string; position: number; content_sealed: Buffer }
  import_rejects: {
    import_id: string
    line: number
    reason: string
    cells_sealed: Buffer
    column_order: readonly number[] | null
  }
  import_before: {
    import_id: string
    table_name: string
    row_id: string
    before: Json<unknown>
    made_by: string | null
    first_change: number
    last_change: number
  }
  import_profiles: {
    id: string
    name: string
    kind: ImportedKind
    definition: Json<unknown>
    created_at: Instant
    updated_at: Instant
  }
  incidents: {
    id: string
    reference: string
    opened_at: OptionalInstant
    closed_at: OptionalInstant
    arrived_at: OptionalInstant
    grade: 'emergency' | 'priority' | 'scheduled' | 'none' | null
    category_code: string | null
    category_name: string | null
    unit_id: string | null
    attended: boolean | null
    followed_up: boolean | null
    row_hash: Buffer | null
    import_id: Generated<string | null>
    created_at: Instant
    updated_at: Instant
  }
  involvements: {
    incident_id: string
    part: 'call_handler' | 'officer_in_charge' | 'attending'
    collar_number: string
    staff_id: string | null
  }
  recipients: {
    id: string
    title_sealed: Buffer | null
    forename_sealed: Buffer | null
    surname_sealed: Buffer | null
    born_on_sealed: Buffer | null
    email_sealed: Buffer | null
    name_hash: Buffer | null
    name_and_birth_hash: Buffer | null
    language: string | null
    needs: Generated<string[]>
    import_id: Generated<string | null>
    created_at: Instant
    updated_at: Instant
  }
  recipient_numbers: {
    id: string
    recipient_id: string
    number_hash: Buffer
    number_sealed: Buffer
    extension_sealed: Buffer | null
    usable: boolean
    safe: Generated<boolean>
    struck_off_at: OptionalInstant
    position: number
    import_id: Generated<string | null>
    created_at: Instant
  }
  services: {
    id: string
    incident_id: string
    recipient_id: string
    involvement: 'caller' | 'victim' | 'witness'
    markers: Generated<string[]>
    exclusions: Generated<string[]>
    warnings: Generated<string[]>
    row_hash: Buffer
    overruled_hashes: Buffer[] | null
    import_id: string | null
    created_at: Instant
    updated_at: Instant
  }
  suppressions: {
    id: string
    recipient_id: string
    scope: 'surveys' | 'all'
    reason: string
    note_sealed: Buffer | null
    created_by: Generated<string>
    created_at: Instant
    lifted_at: OptionalInstant
    lifted_by: string | null
    lift_reason: string | null
    lift_note_sealed: Buffer | null
    until_on: Day | null
  }
  call_backs: {
    id: string
    survey_id: string
    service_id: string
    recipient_id: string
    status: 'queued' | 'claimed' | 'ended'
    due_at: Instant
    appointment_at: OptionalInstant
    priority: Generated<number>
    attempts_made: Generated<number>
    claim_id: string | null
    claimed_by: string | null
    lease_expires_at: OptionalInstant
    interview_id: string | null
    interview_claim_id: Generated<string | null>
    outcome: string | null
    created_at: Instant
    updated_at: Instant
    ended_at: OptionalInstant
    language: Generated<string | null>
  }
  call_locks: { lock_key: Buffer; call_back_id: string; claim_id: string; expires_at: Instant }
  attempts: {
    id: string
    call_back_id: string
    number_id: string | null
    outcome: string
    note_sealed: Buffer | null
    appointment_at: OptionalInstant
    claim_id: string | null
    ring_seconds: Generated<number | null>
    made_by: string
    made_at: Instant
    result: Json<unknown>
  }
  interviews: {
    id: string
    survey_id: string
    questionnaire_id: string
    call_back_id: string | null
    incident_id: string
    reference: string | null
    mode: 'telephone' | 'imported'
    status: InterviewStatus
    interviewer: string | null
    may_be_named: boolean | null
    may_be_rung_again: boolean | null
    may_be_named_order: Generated<number | null>
    may_be_rung_again_order: Generated<number | null>
    started_at: Instant
    last_active_at: Instant
    ended_at: OptionalInstant
    ended_on: Day | null
    unit_id: string | null
    grade: string | null
    category_code: string | null
    age_band: string | null
    has_rating: Generated<boolean>
    revision: Generated<number>
    row_hash: Buffer | null
    import_id: Generated<string | null>
  }
  answers: {
    interview_id: string
    question_key: string
    rating: number | null
    reason: NoRatingReason | null
    comment_sealed: Buffer | null
    given_order: Generated<number | null>
    answered_at: Instant
  }
  question_concerns: { interview_id: string; question_key: string; staff_id: string }
  messages: {
    id: string
    message_id: string
    purpose: string
    to_sealed: Buffer
    subject_sealed: Buffer
    text_sealed: Buffer
    html_sealed: Buffer
    headers: Json<Record<string, string>>
    status: 'queued' | 'accepted' | 'refused' | 'kept'
    tries: Generated<number>
    last_reply: string | null
    created_at: Instant
    last_tried_at: OptionalInstant
    accepted_at: OptionalInstant
  }
  alert_messages: {
    id: string
    interview_id: string
    kind: 'low' | 'high'
    addressee: string
    addressee_staff_id: string | null
    message_id: string | null
    part: Generated<number>
    problem: string | null
    created_at: Instant
  }
  alerts: {
    id: string
    interview_id: string
    kind: 'low' | 'high'
    staff_id: string | null
    questions: Json<{ key: string; rating: number }[]>
    alert_message_id: string | null
    line: Json<unknown>
    created_at: Instant
  }
  serious_reports: {
    id: string
    kind: SeriousKind
    call_back_id: string | null
    interview_id: string | null
    incident_id: string
    question_key: string | null
    words_sealed: Buffer
    confirmed_at: OptionalInstant
    reported_by: string
    reported_at: Instant
    taken_by: Generated<string | null>
    taken_at: OptionalInstant
  }
  serious_messages: { serious_report_id: string; told_to: string; message_id: string }
  shifts: { id: string; user_id: string; started_at: Instant; last_sign_at: Instant; ended_at: OptionalInstant }
  shift_states: {
    id: string
    shift_id: string
    user_id: string
    state: ShiftState
    reason: PauseReason | null
    call_back_id: string | null
    claim_id: string | null
    started_at: Instant
    ended_at: OptionalInstant
  }
  interviewer_languages: { user_id: string; language: string }
  softphone_accounts: {
    user_id: string
    uri: string
    secret_sealed: Buffer
    created_at: Instant
    updated_at: Instant
  }
  reported_interviews: {
    interview_id: string
    survey_id: string
    ended_on: Day
    unit_id: string | null
    grade: string | null
    category_code: string | null
    age_band: string | null
    status: InterviewStatus
  }
  reported_ratings: {
    interview_id: string
    survey_id: string
    ended_on: Day
    unit_id: string | null
    question_key: string
    rating: number
  }
}

export type ImportedKind = 'staff' | 'recipients' | 'interviews'
export type ImportStatus =
  | 'receiving'
  | 'received'
  | 'trying'
  | 'waiting'
  | 'running'
  | 'done'
  | 'failed'
  | 'undoing'
  | 'undone'
export type ImportOrigin = 'command' | 'api' | 'page' | 'folder'
export type MendKind = 'email' | 'supervisor' | 'unit' | 'end'
export type InterviewStatus = 'in_progress' | 'completed' | 'partial' | 'broken_off' | 'abandoned'
export type NoRatingReason = 'not_asked' | 'not_applicable' | 'dont_know' | 'refused' | 'not_reached'
export type SeriousKind = 'emergency' | 'safeguarding' | 'new_crime' | 'self_harm' | 'complaint' | 'update'
export type ShiftState = 'on_call' | 'between' | 'finishing' | 'paused' | 'idle'
export type PauseReason = 'break' | 'training' | 'technical' | 'other'
