-- Postings without overlaps, and mends that outlast the next import of the same rows.

alter table postings
  add column posted_to_written date,
  add column row_hash bytea;
comment on column postings.posted_to is 'The last day that counts: as written, or the day before the next posting if that is earlier';
comment on column postings.posted_to_written is 'The last day as the force wrote it';
comment on column postings.row_hash is 'Keyed hash of the imported row: the same row again changes nothing, so what was mended here stays';
update postings set posted_to_written = posted_to;
