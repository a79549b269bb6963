-- Who may have left: a whole export of the personnel system no longer names them.

create table absent_staff (
  staff_id uuid primary key references staff on delete cascade,
  import_id uuid not null references imports on delete cascade,
  still_here_by text,
  still_here_at timestamptz,
  constraint absent_staff_said_by_somebody check ((still_here_by is null) = (still_here_at is null))
);
comment on table absent_staff is 'A member of staff with a posting, whom a whole export did not name; gone once a file names them again';
comment on column absent_staff.import_id is 'The first import that did not name them';
comment on column absent_staff.still_here_by is 'Who said that they have not left: until a file has named them again, nobody is asked about them';
