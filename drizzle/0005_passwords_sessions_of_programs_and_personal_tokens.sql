-- Absent for whoever only comes through an identity provider.
create table app.passwords (
  tenant_id uuid not null references app.tenants (tenant_id),
  participant_id uuid not null,
  -- Argon2id in PHC form, with its salt and costs.
  hash text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, participant_id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.passwords');

-- Only a proven address may sign in by mail or be joined to a provider's account.
alter table app.participants add column email_verified_at timestamptz;
create unique index participants_by_email on app.participants (tenant_id, lower(email)) where email is not null;

-- A program's session is a family of refresh tokens: `secret_hash` is that of the one which is valid now.
alter table app.sessions add column kind text not null default 'browser' check (kind in ('browser', 'program'));
alter table app.sessions add column last_used_at timestamptz;

-- Refresh tokens that were used. One that comes again was stolen, or the thief was first: its family dies.
create table app.spent_refresh_tokens (
  tenant_id uuid not null references app.tenants (tenant_id),
  secret_hash bytea not null,
  session_id uuid not null,
  spent_at timestamptz not null,
  primary key (tenant_id, secret_hash),
  foreign key (tenant_id, session_id) references app.sessions (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.spent_refresh_tokens');

create table app.personal_tokens (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  participant_id uuid not null,
  name text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, secret_hash),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.personal_tokens');
create index personal_tokens_by_participant on app.personal_tokens (tenant_id, participant_id);

-- What a mail carries: used once, then gone.
create table app.mail_links (
  tenant_id uuid not null references app.tenants (tenant_id),
  secret_hash bytea not null,
  -- Null for a registration: whoever asked for it is nobody yet.
  participant_id uuid check (participant_id is not null or purpose = 'registration'),
  purpose text not null check (purpose in ('reset_password', 'invitation', 'registration')),
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, secret_hash),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.mail_links');
create index mail_links_by_participant on app.mail_links (tenant_id, participant_id);
