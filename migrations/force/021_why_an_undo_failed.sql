-- Why an undo failed is kept apart from why the import did: of what had failed half-way both are told.

alter table imports add column undo_fault jsonb;
update imports set undo_fault = fault, fault = null where status = 'done' and fault is not null;
comment on column imports.undo_fault is 'Why the last undo that was asked for failed, as an RFC 9457 problem says it';
