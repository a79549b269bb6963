alter table import_rejects add column column_order integer[];

comment on column import_rejects.column_order is 'for each cell which of the file''s columns it stood under, where the headings above it were in another order; else null';
