alter table import_rejects add column column_order integer[];

comment on column import_rejects.column_order is 'which of the file''s columns stands where from this row on; null: as above it, and at first as in the file';
