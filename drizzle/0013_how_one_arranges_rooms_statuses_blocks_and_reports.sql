-- What each person arranges for themselves, what they say of themselves for a while, and whom they do not want to hear.
alter table app.participants
  add column sidebar jsonb not null default '{}' check (jsonb_typeof(sidebar) = 'object'),
  -- Null when nothing is said; `until` inside it tells when it is over.
  add column custom_status jsonb check (jsonb_typeof(custom_status) = 'object'),
  add column blocked_ids uuid[] not null default '{}' check (cardinality(blocked_ids) <= 500);

-- Who found a message in need of an admin's eye. The message's own words stay where they were said.
create table app.message_reports (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  room_id uuid not null,
  event_id uuid not null,
  reporter_id uuid not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, event_id, reporter_id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, event_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, reporter_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.message_reports');
create index message_reports_by_time on app.message_reports (tenant_id, created_at);
