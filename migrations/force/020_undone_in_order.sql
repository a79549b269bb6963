-- Who made a row that an import changed, and who else changed it, is told by indexes alone, and not by all that is kept of the
-- rows; and an undo that is refused goes back to where it came from, for also what failed half-way can be undone.

alter table imports add column undoing_from text;
comment on column imports.undoing_from is 'The state in which somebody asked for it to be undone: back to it where that is refused';

alter table import_before add column made_by uuid;
drop index import_before_by_row;
update import_before set made_by = (before ->> 'import_id')::uuid where before ->> 'import_id' is not null;
create index import_before_by_maker on import_before (made_by, import_id);
create index import_before_by_row on import_before (row_id, table_name) include (import_id, first_change, last_change);
comment on column import_before.made_by is 'The import that made the row; none: no import did, or one from before that was told';
analyze import_before;
