-- Sign-in, as Better Auth keeps it (its names, hence the quoted ones). Compiled from its options in server/people/auth.ts.

create table "user" (
  "id" text primary key,
  "name" text not null,
  "email" text not null constraint user_one_per_email unique constraint user_email_in_small_letters check ("email" = lower("email")),
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  "twoFactorEnabled" boolean
);
comment on table "user" is 'Who signs in, in all forces; what they are in each is in memberships';

create table "session" (
  "id" text primary key,
  "expiresAt" timestamptz not null,
  "token" text not null constraint session_one_per_token unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references "user" ("id") on delete cascade
);
comment on table "session" is 'A browser that is signed in, by the token in its cookie';
create index session_by_user on "session" ("userId");

create table "account" (
  "id" text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references "user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  constraint account_one_per_provider_and_account unique ("providerId", "accountId")
);
comment on table "account" is 'How a user proves who they are: a password (provider credential, hashed with scrypt), or another provider''s account';
create index account_by_user on "account" ("userId");

create table "verification" (
  "id" text primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
comment on table "verification" is 'Short-lived proofs under way: a second factor asked for, an address to be confirmed';
create index verification_by_identifier on "verification" ("identifier");

create table "twoFactor" (
  "id" text primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references "user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
comment on table "twoFactor" is 'A user''s second factor: the secret and the codes for a lost device, both encrypted';
create index two_factor_by_secret on "twoFactor" ("secret");
create index two_factor_by_user on "twoFactor" ("userId");

create table "apikey" (
  "id" text primary key,
  "configId" text not null,
  "name" text,
  "start" text,
  "referenceId" text not null,
  "prefix" text,
  "key" text not null,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamptz,
  "enabled" boolean,
  "rateLimitEnabled" boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax" integer,
  "requestCount" integer,
  "remaining" integer,
  "lastRequest" timestamptz,
  "expiresAt" timestamptz,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "permissions" text,
  "metadata" text
);
comment on table "apikey" is 'Bearer tokens for the API, hashed; the metadata names the one force a token is for';
create index apikey_by_config on "apikey" ("configId");
create index apikey_by_user on "apikey" ("referenceId");
create index apikey_by_key on "apikey" ("key");

alter table memberships add constraint memberships_of_a_user foreign key (user_id) references "user" ("id") on delete cascade;
