-- What an identity provider gave us at a sign-in, so that the AI gateway can be asked in that person's own name. Sealed, one
-- row a session and gone with it: signing out, a revoked session and a closed account leave nothing behind.
create table app.provider_tokens (
  tenant_id uuid not null references app.tenants (tenant_id),
  session_id uuid not null,
  participant_id uuid not null,
  -- The access token, and the refresh token if there is one.
  sealed bytea not null,
  -- When the access token ends.
  expires_at timestamptz not null,
  -- Of several sessions of one person the newest counts.
  given_at timestamptz not null,
  -- A refresh token counts once: until then whoever set this is exchanging it.
  refreshing_until timestamptz,
  primary key (tenant_id, session_id),
  foreign key (tenant_id, session_id) references app.sessions (tenant_id, id) on delete cascade,
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.provider_tokens');
create index provider_tokens_by_participant on app.provider_tokens (tenant_id, participant_id, given_at);
