-- Tokens held for calls of models that are under way, one row a call, so that what a process held when it died is found and
-- given back. `ai_spend.held` is their sum for each AI and month.
create table app.ai_holds (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  month date not null,
  participant_id uuid not null,
  room_id uuid,
  purpose text not null check (purpose in ('turn', 'summary', 'title', 'helper', 'playground', 'embedding')),
  tokens bigint not null check (tokens >= 0),
  at timestamptz not null,
  -- After it nobody believes that the call is under way.
  until timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, month, participant_id) references app.ai_spend (tenant_id, month, participant_id)
);
select instance.belongs_to_tenant('app.ai_holds');
create index ai_holds_of_participant on app.ai_holds (tenant_id, participant_id);
create index ai_holds_of_room on app.ai_holds (tenant_id, room_id) where room_id is not null;
create index ai_holds_until on app.ai_holds (tenant_id, until);

-- What a room spent within the last minutes.
create index ai_invocations_of_room on app.ai_invocations (tenant_id, room_id, at) where room_id is not null;
