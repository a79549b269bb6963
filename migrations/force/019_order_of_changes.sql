-- Of two imports that ran at once, which was later is told row by row: by who changed it, and not by when they began.

alter table import_before add column first_change bigint, add column last_change bigint;
update import_before b set first_change = i.at, last_change = i.at
  from (select id, row_number() over (order by started_at nulls first, id) as at from imports) i
  where i.id = b.import_id;
alter table import_before alter column first_change set not null, alter column last_change set not null;
create index import_before_by_row on import_before (row_id, table_name);
create index import_before_by_last_change on import_before (last_change);

comment on column import_before.first_change is 'When the import first changed the row, counted under the lock of the force''s imports; 0: it made the row itself, and another import has changed it since';
comment on column import_before.last_change is 'When it last did';
