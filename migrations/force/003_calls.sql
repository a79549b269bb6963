-- Whom to ring, who is ringing them, and what they said.

create table call_backs (
  id uuid primary key,
  survey_id uuid not null references surveys on delete restrict,
  service_id uuid not null references services on delete cascade,
  recipient_id uuid not null references recipients on delete cascade,
  status text not null constraint call_backs_known_status check (status in ('queued', 'claimed', 'ended')),
  due_at timestamptz not null,
  appointment_at timestamptz,
  priority integer not null default 0,
  attempts_made integer not null default 0,
  claim_id uuid,
  claimed_by text,
  lease_expires_at timestamptz,
  interview_id uuid,
  outcome text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  constraint call_backs_one_per_service_and_survey unique (service_id, survey_id),
  constraint call_backs_claimed_have_a_lease check ((status = 'claimed') = (lease_expires_at is not null))
);
comment on table call_backs is 'A service chosen for a call in a survey: queued, claimed, ended';
comment on column call_backs.claim_id is 'The claim it is under, or ended under; the interview of that claim has the same id';
comment on column call_backs.interview_id is 'The interview in progress: its call-back is not put back when the lease lapses';
create index call_backs_to_claim on call_backs (priority desc, due_at, id) where status = 'queued' and appointment_at is null;
create index call_backs_by_appointment on call_backs (appointment_at, id) where status = 'queued' and appointment_at is not null;
create unique index call_backs_one_per_claim on call_backs (claim_id);
create index call_backs_by_interviewer on call_backs (claimed_by) where status = 'claimed';
create index call_backs_by_lease on call_backs (lease_expires_at) where status = 'claimed';
create index call_backs_by_recipient on call_backs (recipient_id);

create table call_locks (
  lock_key bytea primary key,
  call_back_id uuid not null references call_backs on delete cascade,
  claim_id uuid not null,
  expires_at timestamptz not null
);
comment on table call_locks is 'One row per person and per number being rung: keyed hashes, so households share a lock';
create index call_locks_by_call_back on call_locks (call_back_id);

create table attempts (
  id uuid primary key,
  call_back_id uuid not null references call_backs on delete cascade,
  number_id uuid references recipient_numbers on delete set null,
  outcome text not null,
  note_sealed bytea,
  appointment_at timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  result jsonb not null
);
comment on table attempts is 'One ring of one number, under the id that the client gave it';
comment on column attempts.result is 'What the client was answered: a repeat is answered the same';
create index attempts_by_call_back on attempts (call_back_id);

create table interviews (
  id uuid primary key,
  survey_id uuid not null references surveys on delete restrict,
  questionnaire_id uuid not null references questionnaires on delete restrict,
  call_back_id uuid references call_backs on delete set null,
  incident_id uuid not null references incidents on delete restrict,
  reference text,
  mode text not null constraint interviews_known_mode check (mode in ('telephone', 'imported')),
  status text not null constraint interviews_known_status check (status in ('in_progress', 'completed', 'partial', 'broken_off', 'abandoned')),
  interviewer text,
  may_be_named boolean,
  may_be_rung_again boolean,
  started_at timestamptz not null,
  last_active_at timestamptz not null,
  ended_at timestamptz,
  ended_on date,
  unit_id uuid references units on delete restrict,
  grade text,
  category_code text,
  age_band text,
  has_rating boolean not null default false,
  revision integer not null default 1,
  row_hash bytea,
  constraint interviews_one_per_reference unique (reference),
  constraint interviews_ended_say_when check ((status = 'in_progress') = (ended_at is null) and (ended_at is null) = (ended_on is null))
);
comment on table interviews is 'What was said in one call; frozen when it ends, with the reporting facts of that moment';
comment on column interviews.row_hash is 'Keyed hash of an imported row: an import that brings the same changes nothing';
create unique index interviews_one_open_per_call_back on interviews (call_back_id) where status = 'in_progress';
create index interviews_by_end on interviews (ended_on, survey_id) include (unit_id, has_rating);
create index interviews_by_call_back on interviews (call_back_id);
create index interviews_open_by_activity on interviews (last_active_at) where status = 'in_progress';

create table answers (
  interview_id uuid not null references interviews on delete cascade,
  question_key text not null,
  rating smallint constraint answers_rated_1_to_5 check (rating between 1 and 5),
  reason text constraint answers_known_reason check (reason in ('not_asked', 'not_applicable', 'dont_know', 'refused', 'not_reached')),
  comment_sealed bytea,
  answered_at timestamptz not null,
  primary key (interview_id, question_key),
  constraint answers_rating_or_reason check ((rating is null) <> (reason is null))
);
comment on table answers is 'A rating from 1 (poor) to 5 (excellent), or why there is none';

create table question_concerns (
  interview_id uuid not null references interviews on delete cascade,
  question_key text not null,
  staff_id uuid not null references staff on delete restrict,
  primary key (interview_id, question_key, staff_id)
);
comment on table question_concerns is 'The members of staff whom each rated question concerns, fixed when the interview ends';
create index question_concerns_by_staff on question_concerns (staff_id);

create view reported_interviews as
  select i.id as interview_id, i.survey_id, i.ended_on, i.unit_id, i.grade, i.category_code, i.age_band, i.status
  from interviews i
  where i.has_rating and i.ended_on is not null;
comment on view reported_interviews is 'Successful call-backs: interviews that ended with at least one rating';

create view reported_ratings as
  select i.id as interview_id, i.survey_id, i.ended_on, i.unit_id, a.question_key, a.rating
  from interviews i join answers a on a.interview_id = i.id
  where i.has_rating and i.ended_on is not null and a.rating is not null;
comment on view reported_ratings is 'Every rating given in an interview that has ended';
