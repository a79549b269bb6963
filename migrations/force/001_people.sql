-- A force's people, its surveys, and the record of every change.

create table units (
  id uuid primary key,
  parent_id uuid references units on delete restrict,
  name text not null,
  kind text not null constraint units_known_kind check (kind in ('force', 'district', 'section', 'control_room')),
  mailbox text,
  created_at timestamptz not null,
  constraint units_one_per_name_and_parent unique nulls not distinct (parent_id, name)
);
comment on table units is 'The force''s tree: the force, its districts, their sections, the control room';

create table staff (
  id uuid primary key,
  collar_number text not null,
  employer text not null default 'force' constraint staff_known_employer check (employer in ('force', 'contractor')),
  rank text not null,
  forename_sealed bytea not null,
  surname_sealed bytea not null,
  email_sealed bytea,
  alert_digest boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint staff_one_per_collar_number unique (collar_number)
);
comment on table staff is 'People who work for the force or its contractor, known by collar number (text: leading zeros count)';
comment on column staff.alert_digest is 'True: this supervisor gets 5s in a daily digest rather than at once';

create table postings (
  id uuid primary key,
  staff_id uuid not null references staff on delete cascade,
  unit_id uuid not null references units on delete restrict,
  supervisor_collar_number text,
  posted_from date not null,
  posted_to date constraint postings_end_after_they_start check (posted_to >= posted_from),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint postings_one_per_person_and_start unique (staff_id, posted_from)
);
comment on table postings is 'Puts a member of staff in a unit under a supervisor, from a day to a day, both inclusive';
comment on column postings.supervisor_collar_number is 'As the force wrote it: may name nobody, or the person themselves';
create index postings_by_supervisor on postings (supervisor_collar_number);
create index postings_by_unit on postings (unit_id);

create table questionnaires (
  id uuid primary key,
  key text not null,
  version integer not null,
  definition jsonb not null,
  created_at timestamptz not null,
  constraint questionnaires_one_per_version unique (key, version)
);
comment on table questionnaires is 'Versioned data: sections, questions, whom each concerns, routing, texts per language';

create table surveys (
  id uuid primary key,
  key text not null,
  name text not null,
  questionnaire_id uuid not null references questionnaires on delete restrict,
  settings jsonb not null,
  created_at timestamptz not null,
  constraint surveys_one_per_key unique (key)
);
comment on table surveys is 'What is being asked of whom and how; settings hold eligibility, calling and alert rules';

create table audit_entries (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null constraint audit_entries_known_actor check (actor_kind in ('user', 'command', 'job')),
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  details jsonb not null
);
comment on table audit_entries is 'Who did what to what, when; written in the transaction of the change';
create index audit_entries_by_subject on audit_entries (subject_kind, subject_id);
create index audit_entries_by_time on audit_entries (at);
