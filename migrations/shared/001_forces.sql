-- What the forces share: who they are, who signs in, and what each user is in each force.

create table installation (
  only_row boolean primary key default true check (only_row),
  made_by_demo boolean not null,
  key_check bytea not null,
  created_at timestamptz not null
);
comment on table installation is 'One row: how this database was made, and a sealed word by which a wrong key file is noticed';

create table forces (
  id uuid primary key,
  slug text not null constraint forces_slug_is_a_short_name check (slug ~ '^[a-z][a-z0-9_]{1,39}$'),
  name text not null,
  time_zone text not null,
  country text not null,
  settings jsonb not null,
  created_at timestamptz not null,
  constraint forces_one_per_slug unique (slug)
);
comment on table forces is 'Tenants; a force''s own data is in the schema force_<slug>';

create table memberships (
  id uuid primary key,
  user_id text not null,
  force_id uuid not null references forces on delete cascade,
  role text not null constraint memberships_known_role check (role in
    ('interviewer', 'team_leader', 'supervisor', 'officer', 'analyst', 'complaints', 'authority', 'administrator')),
  interviewer_kind text constraint memberships_known_interviewer_kind check (interviewer_kind in ('contractor', 'volunteer')),
  collar_number text,
  created_at timestamptz not null,
  constraint memberships_one_per_user_force_and_role unique (user_id, force_id, role)
);
comment on table memberships is 'What a user is in a force; the collar number ties them to a member of its staff';
create index memberships_by_force on memberships (force_id);
