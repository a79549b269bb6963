-- Interviews that are finished another time, and alerts that take a second e-mail.

alter table call_backs add column interview_claim_id uuid;
comment on column call_backs.interview_id is 'The interview in progress; it may wait, with its call-back, for an appointment to finish';
comment on column call_backs.interview_claim_id is 'The claim under which something was last said in it: while that is the claim, the call is not put back when its lease lapses';
update call_backs set interview_claim_id = claim_id where interview_id is not null and status = 'claimed';

alter table attempts add column claim_id uuid;
comment on column attempts.claim_id is 'The claim under which the number was rung';

alter table alert_messages
  drop constraint alert_messages_one_per_interview_addressee_and_kind,
  add column part integer not null default 1,
  add constraint alert_messages_one_per_interview_addressee_kind_and_part unique (interview_id, kind, addressee, part);
comment on table alert_messages is 'An e-mail about the alerts of one interview: one per supervisor and kind, a further one only with news';
comment on column alert_messages.part is 'Counts the e-mails of one interview, kind and addressee';
create index alert_messages_unheard on alert_messages (id) where problem is not null;
