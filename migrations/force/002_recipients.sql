-- Who received a service, in which incident, on which numbers, and who must not be rung.

create table imports (
  id uuid primary key,
  kind text not null constraint imports_known_kind check (kind in ('staff', 'recipients', 'interviews')),
  file_name text not null,
  profile text not null,
  status text not null constraint imports_known_status check (status in ('running', 'done', 'failed')),
  result jsonb,
  started_at timestamptz not null,
  ended_at timestamptz
);
comment on table imports is 'Each file that was imported, and what came of its rows';

create table incidents (
  id uuid primary key,
  reference text not null,
  opened_at timestamptz,
  closed_at timestamptz,
  arrived_at timestamptz,
  grade text constraint incidents_known_grade check (grade in ('emergency', 'priority', 'scheduled', 'none')),
  category_code text,
  category_name text,
  unit_id uuid references units on delete restrict,
  attended boolean,
  followed_up boolean,
  row_hash bytea,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint incidents_one_per_reference unique (reference)
);
comment on table incidents is 'Logs of the command-and-control system, by its reference';
comment on column incidents.row_hash is 'Keyed hash of the imported facts: an import that brings the same changes nothing';
create index incidents_by_closing on incidents (closed_at);

create table involvements (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  part text not null constraint involvements_known_part check (part in ('call_handler', 'officer_in_charge', 'attending')),
  collar_number text not null,
  staff_id uuid references staff on delete restrict,
  constraint involvements_one_per_part_and_number unique (incident_id, part, collar_number)
);
comment on table involvements is 'A member of staff''s part in an incident; staff_id is null while the collar number is unknown';
create index involvements_by_staff on involvements (staff_id);

create table recipients (
  id uuid primary key,
  title_sealed bytea,
  forename_sealed bytea,
  surname_sealed bytea,
  born_on_sealed bytea,
  email_sealed bytea,
  name_hash bytea,
  name_and_birth_hash bytea,
  language text,
  needs text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table recipients is 'People who received a service; personal data is sealed, matching is by keyed hash';
create index recipients_by_name_and_birth on recipients (name_and_birth_hash);
create index recipients_by_name on recipients (name_hash);

create table recipient_numbers (
  id uuid primary key,
  recipient_id uuid not null references recipients on delete cascade,
  number_hash bytea not null,
  number_sealed bytea not null,
  extension_sealed bytea,
  usable boolean not null,
  safe boolean not null default true,
  struck_off_at timestamptz,
  position integer not null,
  created_at timestamptz not null,
  constraint recipient_numbers_one_per_person_and_number unique (recipient_id, number_hash)
);
comment on table recipient_numbers is 'E.164 where the number is usable, else as it was written; the hash is of what is sealed';
create index recipient_numbers_by_number on recipient_numbers (number_hash);

create table services (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  recipient_id uuid not null references recipients on delete cascade,
  involvement text not null constraint services_known_involvement check (involvement in ('caller', 'victim', 'witness')),
  markers text[] not null default '{}',
  exclusions text[] not null default '{}',
  warnings text[] not null default '{}',
  row_hash bytea not null,
  import_id uuid references imports on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint services_one_per_incident_person_and_involvement unique (incident_id, recipient_id, involvement)
);
comment on table services is 'One recipient''s part in one incident: what is sampled and called about';
comment on column services.exclusions is 'Reason codes that keep this person from being rung, by category, marker or age';
create index services_by_recipient on services (recipient_id);

create table suppressions (
  id uuid primary key,
  recipient_id uuid not null references recipients on delete cascade,
  scope text not null constraint suppressions_known_scope check (scope in ('surveys', 'all')),
  reason text not null,
  created_at timestamptz not null,
  lifted_at timestamptz
);
comment on table suppressions is 'A person, and all their numbers, not to be rung';
create index suppressions_by_recipient on suppressions (recipient_id) where lifted_at is null;
