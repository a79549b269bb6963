-- The interviewer's workstation: what a browser sends late, something serious, shifts, and how a number is dialled.

alter table answers add column given_order integer constraint answers_order_from_1 check (given_order >= 1);
comment on column answers.given_order is 'The client''s count within the interview: what comes late does not replace what was said after it';
alter table interviews add column leave_order integer constraint interviews_leave_order_from_1 check (leave_order >= 1);
comment on column interviews.leave_order is 'As answers.given_order, of what the person allows';

alter table attempts add column ring_seconds integer constraint attempts_ring_seconds_from_0 check (ring_seconds >= 0);
comment on column attempts.ring_seconds is 'How long it rang, where the page could tell';
create index attempts_by_time on attempts (made_at);

create table serious_reports (
  id uuid primary key,
  kind text not null constraint serious_reports_known_kind
    check (kind in ('emergency', 'safeguarding', 'new_crime', 'self_harm', 'complaint', 'update')),
  call_back_id uuid references call_backs on delete set null,
  interview_id uuid references interviews on delete set null,
  incident_id uuid not null references incidents on delete restrict,
  question_key text,
  words_sealed bytea not null,
  confirmed_at timestamptz,
  reported_by text not null,
  reported_at timestamptz not null,
  taken_by text,
  taken_at timestamptz,
  constraint serious_reports_taken_by_somebody check ((taken_by is null) = (taken_at is null)),
  constraint serious_reports_emergencies_are_confirmed check (kind <> 'emergency' or confirmed_at is not null)
);
comment on table serious_reports is 'Something serious that was said in a call, word for word, under the id that the client gave it';
comment on column serious_reports.confirmed_at is 'Of an emergency: when the interviewer confirmed that they had rung';
create index serious_reports_open on serious_reports (id) where taken_at is null;
create index serious_reports_by_interview on serious_reports (interview_id);

create table serious_messages (
  serious_report_id uuid not null references serious_reports on delete cascade,
  told_to text not null,
  message_id uuid not null references messages on delete restrict,
  primary key (serious_report_id, told_to)
);
comment on table serious_messages is 'The e-mail by which each address of a desk was told';

create table shifts (
  id uuid primary key,
  user_id text not null,
  started_at timestamptz not null,
  last_sign_at timestamptz not null,
  ended_at timestamptz
);
comment on table shifts is 'An interviewer at work, from the first call or from when they say so';
comment on column shifts.last_sign_at is 'The last act of theirs: who gives none for long becomes idle';
create unique index shifts_one_open_per_user on shifts (user_id) where ended_at is null;
create index shifts_by_start on shifts (started_at);

create table shift_states (
  id uuid primary key,
  shift_id uuid not null references shifts on delete cascade,
  user_id text not null,
  state text not null constraint shift_states_known_state check (state in ('on_call', 'between', 'finishing', 'paused', 'idle')),
  reason text constraint shift_states_known_reason check (reason in ('break', 'training', 'technical', 'other')),
  call_back_id uuid references call_backs on delete set null,
  claim_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz
);
comment on table shift_states is 'A stretch of a shift in one state; the next begins where it ends';
comment on column shift_states.reason is 'Why they pause, or will after this call';
comment on column shift_states.claim_id is 'The claim they are, or were, on: who had a call in hand once is known by it';
create unique index shift_states_one_open_per_user on shift_states (user_id) where ended_at is null;
create index shift_states_by_time on shift_states (started_at);
create index shift_states_by_shift on shift_states (shift_id);
create index shift_states_by_call_back on shift_states (call_back_id);
create index shift_states_by_claim on shift_states (claim_id);

create table softphone_accounts (
  user_id text primary key,
  uri text not null,
  secret_sealed bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table softphone_accounts is 'An interviewer''s account on the telephone system, for the softphone in the page';
