-- Files that come in: kept sealed until they are taken in, tried before, followed on their way, and undone.

alter table imports drop constraint imports_known_status;
alter table imports
  add constraint imports_known_status check
    (status in ('receiving', 'received', 'trying', 'waiting', 'running', 'done', 'failed', 'undoing', 'undone')),
  add column origin text not null default 'command'
    constraint imports_known_origin check (origin in ('command', 'api', 'page', 'folder')),
  add column started_by text not null default '',
  add column definition jsonb,
  add column header jsonb,
  add column bytes_total bigint,
  add column bytes_read bigint not null default 0,
  add column inspection_sealed bytea,
  add column trial_sealed bytea,
  add column fault jsonb,
  add column received_at timestamptz,
  add column undone_at timestamptz,
  alter column started_at drop not null;
comment on table imports is 'Each file that came in, how it was read, and what came of its rows';
comment on column imports.definition is 'The profile by which the file was read, as it was then';
comment on column imports.header is 'The headings as written: the first line of the rejects file';
comment on column imports.inspection_sealed is 'What was seen in the file, with examples of what people wrote in it; gone with the file';
comment on column imports.trial_sealed is 'What the last dry run said would happen; gone with the file';
comment on column imports.fault is 'Why it failed: a problem''s code, title and details';

create table import_parts (
  import_id uuid not null references imports on delete cascade,
  position integer not null,
  content_sealed bytea not null,
  primary key (import_id, position)
);
-- Sealed bytes don't get smaller: without this the database tries all the same.
alter table import_parts alter column content_sealed set storage external;
comment on table import_parts is 'A file on its way in, sealed, in parts of one size but the last; gone when it is taken in or discarded';

create table import_rejects (
  import_id uuid not null references imports on delete cascade,
  line integer not null,
  reason text not null,
  cells_sealed bytea not null,
  primary key (import_id, line)
);
comment on table import_rejects is 'Rows that were refused, as they stood, for the rejects file; forgotten after the days of keeping';

create table import_before (
  import_id uuid not null references imports on delete cascade,
  table_name text not null,
  row_id uuid not null,
  before jsonb not null,
  primary key (import_id, table_name, row_id)
);
comment on table import_before is 'Rows as they were before an import changed them: what undoing it puts back';

create table import_profiles (
  id uuid primary key,
  name text not null constraint import_profiles_named_plainly check (name ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  kind text not null constraint import_profiles_known_kind check (kind in ('staff', 'recipients', 'interviews')),
  definition jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint import_profiles_one_per_name unique (name)
);
comment on table import_profiles is 'How this force''s systems write their exports, as somebody mapped them; beside the built-in profiles';

-- Which import made a row. Plain ids: a reference would be looked up for each of a million rows.
alter table units add column import_id uuid;
alter table staff add column import_id uuid;
alter table postings add column import_id uuid;
alter table incidents add column import_id uuid;
alter table recipients add column import_id uuid;
alter table recipient_numbers add column import_id uuid;
alter table services drop constraint services_import_id_fkey;
alter table interviews add column import_id uuid;
comment on column services.import_id is 'The import that made the row';
