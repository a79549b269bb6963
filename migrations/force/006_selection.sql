-- Who is chosen, with what chance, and by which rules.

alter table surveys
  add column revision integer not null default 1,
  add column counted_off bigint not null default 0;
comment on column surveys.revision is 'Counts the changes of the settings; a change names the revision it was made from';
comment on column surveys.counted_off is 'How many services have been counted off where every nth is selected, since that was set';

create table survey_revisions (
  survey_id uuid not null references surveys on delete cascade,
  revision integer not null,
  settings jsonb not null,
  reason text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (survey_id, revision)
);
comment on table survey_revisions is 'A survey''s settings from a revision on, with who set them and why';
insert into survey_revisions (survey_id, revision, settings, reason, changed_by, changed_at)
  select id, 1, settings, '', '', created_at from surveys;

create table selections (
  survey_id uuid not null references surveys on delete cascade,
  service_id uuid not null references services on delete cascade,
  outcome text not null,
  probability double precision constraint selections_probability_is_a_share check (probability > 0 and probability <= 1),
  stratum text,
  revision integer not null,
  decided_at timestamptz not null,
  primary key (survey_id, service_id),
  constraint selections_chosen_with_a_probability check (outcome <> 'selected' or probability is not null)
);
comment on table selections is 'What was decided of a service in a survey: selected, or the reason of the rule that kept it out';
comment on column selections.probability is 'Of being selected once it may be rung (its inverse weights the answers); null where it may not';
comment on column selections.stratum is 'Within which a sample was drawn: a unit and a week';
create index selections_by_service on selections (service_id);
create index selections_by_outcome on selections (survey_id, outcome, stratum);
-- Who was chosen before there was sampling was chosen for certain.
insert into selections (survey_id, service_id, outcome, probability, revision, decided_at)
  select survey_id, service_id, 'selected', 1, 1, created_at from call_backs;

alter table suppressions
  add column note_sealed bytea,
  add column created_by text not null default '',
  add column lifted_by text,
  add column lift_reason text,
  add column lift_note_sealed bytea,
  add column until_on date;
comment on column suppressions.until_on is 'The last day it holds; null: until somebody lifts it';
-- Of open ones that say the same, the first stays.
update suppressions s set lifted_at = created_at, lift_reason = 'duplicate' where lifted_at is null and exists (
  select from suppressions e where e.recipient_id = s.recipient_id and e.scope = s.scope and e.lifted_at is null and e.id < s.id);
create unique index suppressions_one_open_per_person_and_scope on suppressions (recipient_id, scope) where lifted_at is null;
drop index suppressions_by_recipient;
create index suppressions_by_recipient on suppressions (recipient_id);
