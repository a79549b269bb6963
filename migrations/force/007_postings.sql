-- Postings without overlaps, and mends that outlast the next import of the same rows.

alter table postings
  add column posted_to_written date,
  add column row_hash bytea,
  add column rank_written text,
  add column name_sealed bytea,
  add column mend_id uuid;
comment on column postings.posted_to is 'The last day that counts: as written, or the day before the next posting if that is earlier';
comment on column postings.posted_to_written is 'The last day as the force wrote it';
comment on column postings.row_hash is 'Keyed hashes of what the imported row said, part by part: what says the same again changes nothing, so a mend stays';
comment on column postings.rank_written is 'The person''s rank as it stood in this posting''s row';
comment on column postings.name_sealed is 'The person''s name as it stood in this posting''s row';
comment on column postings.mend_id is 'The mend that began this posting; null for a posting that the force''s system wrote';
update postings set posted_to_written = posted_to;
update postings p set posted_to = n.next_from - 1
  from (select id, lead(posted_from) over (partition by staff_id order by posted_from) as next_from from postings) n
  where n.id = p.id and (p.posted_to is null or p.posted_to >= n.next_from);

create table mends (
  id uuid primary key,
  staff_id uuid not null references staff on delete cascade,
  kind text not null constraint mends_known_kind check (kind in ('email', 'supervisor', 'unit', 'end')),
  posting_id uuid,
  before_sealed bytea not null,
  after_sealed bytea not null,
  made_by text not null,
  made_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  overruled_by_import uuid,
  overruled_at timestamptz
);
comment on table mends is 'What somebody put right by hand about a person or their postings, with what it was before';
comment on column mends.posting_id is 'The posting that it began or corrected; a plain id, as a mended posting may go';
comment on column mends.before_sealed is 'The e-mail address, or the postings, as they were: what undoing puts back';
comment on column mends.after_sealed is 'As the mend left them: undone only while they are still so';
comment on column mends.overruled_by_import is 'The import whose file said something new about it';
create index mends_by_staff on mends (staff_id);
