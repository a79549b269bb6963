-- What follows from a 1 or a 5, and the messages that carry it.

create table messages (
  id uuid primary key,
  message_id text not null,
  purpose text not null,
  to_sealed bytea not null,
  subject_sealed bytea not null,
  text_sealed bytea not null,
  html_sealed bytea not null,
  headers jsonb not null,
  status text not null constraint messages_known_status check (status in ('queued', 'accepted', 'refused', 'kept')),
  tries integer not null default 0,
  last_reply text,
  created_at timestamptz not null,
  last_tried_at timestamptz,
  accepted_at timestamptz,
  constraint messages_one_per_message_id unique (message_id)
);
comment on table messages is 'E-mails: queued, then accepted or refused by the mail server, or kept where none is set';
create index messages_by_time on messages (created_at);

create table alert_messages (
  id uuid primary key,
  interview_id uuid not null references interviews on delete cascade,
  kind text not null constraint alert_messages_known_kind check (kind in ('low', 'high')),
  addressee text not null,
  addressee_staff_id uuid references staff on delete restrict,
  message_id uuid references messages on delete restrict,
  problem text,
  created_at timestamptz not null,
  constraint alert_messages_one_per_interview_addressee_and_kind unique (interview_id, kind, addressee)
);
comment on table alert_messages is 'One e-mail per interview, supervisor and kind';
comment on column alert_messages.addressee is 'staff:<id>, unit:<id>, force or nobody: whom the line led to';

create table alerts (
  id uuid primary key,
  interview_id uuid not null references interviews on delete cascade,
  kind text not null constraint alerts_known_kind check (kind in ('low', 'high')),
  staff_id uuid references staff on delete restrict,
  questions jsonb not null,
  alert_message_id uuid references alert_messages on delete restrict,
  line jsonb not null,
  created_at timestamptz not null,
  constraint alerts_one_per_interview_officer_and_kind unique nulls not distinct (interview_id, staff_id, kind)
);
comment on table alerts is 'One interview''s 1s (low) or 5s (high) about one member of staff; nobody known leaves staff_id null';
comment on column alerts.line is 'How the addressee was found: each step up the line and why it was passed over';
create index alerts_by_time on alerts (created_at);
create index alerts_by_staff on alerts (staff_id);
