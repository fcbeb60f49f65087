create table app.participants (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  local_id text not null,
  server_name text not null,
  display_name text not null,
  participant_type text not null check (participant_type in ('human', 'model', 'agent', 'helper', 'bridge', 'federated')),
  email text,
  avatar_url text,
  bio text,
  model text,
  roles text[] not null default '{}',
  personal_workspace_id uuid,
  -- What the person chose by hand; null follows their devices.
  sticky_presence text check (sticky_presence in ('online', 'idle', 'busy', 'appear_offline')),
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now(),
  deactivated_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, local_id, server_name)
);
select instance.belongs_to_tenant('app.participants');

create table app.sessions (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  participant_id uuid not null,
  -- SHA-256 of the secret in the cookie: a copy of the database signs nobody in.
  secret_hash bytea not null,
  user_agent text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, secret_hash),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.sessions');
create index sessions_by_participant on app.sessions (tenant_id, participant_id);

-- What a page shows to open its stream: lives 60 s, used once.
create table app.stream_tickets (
  tenant_id uuid not null references app.tenants (tenant_id),
  secret_hash bytea not null,
  session_id uuid not null,
  client_id uuid not null,
  expires_at timestamptz not null,
  primary key (tenant_id, secret_hash),
  foreign key (tenant_id, session_id) references app.sessions (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.stream_tickets');
