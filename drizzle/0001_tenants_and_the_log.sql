-- Every row of schema `app` belongs to one tenant, and the database sees to it: forced row-level security on the setting
-- `app.tenant_id`, and foreign keys that carry the tenant. Schema `instance` holds what the machine itself knows.
create schema app;
create schema instance;

do $$ begin create role scaiwave_app login nosuperuser nobypassrls nocreatedb nocreaterole; exception when duplicate_object then null; end $$;
do $$ begin create role scaiwave_system login nosuperuser nobypassrls nocreatedb nocreaterole; exception when duplicate_object then null; end $$;
do $$ begin execute format('grant scaiwave_app, scaiwave_system to %I', current_user); exception when others then null; end $$;
grant usage on schema app to scaiwave_app, scaiwave_system;
grant usage on schema instance to scaiwave_app, scaiwave_system;

create function app.current_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Called by each migration for each table it makes: no table of `app` is without it (a test walks the catalogue).
create function instance.belongs_to_tenant(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s to scaiwave_app using (tenant_id = app.current_tenant()) with check (tenant_id = app.current_tenant())', target);
  execute format('grant select, insert, update, delete on %s to scaiwave_app', target);
end $$;

create table app.tenants (
  tenant_id uuid primary key,
  slug text not null unique,
  name text not null,
  -- The host without its port; part of every FQID, so it never changes.
  server_name text not null unique,
  features jsonb not null default '{}',
  created_at timestamptz not null default now(),
  suspended_at timestamptz
);
select instance.belongs_to_tenant('app.tenants');

create table instance.tenant_hosts (
  host text primary key,
  tenant_id uuid not null
);
grant select, insert, delete on instance.tenant_hosts to scaiwave_app, scaiwave_system;

create table instance.settings (
  name text primary key,
  value jsonb not null
);
grant select, insert, update on instance.settings to scaiwave_app, scaiwave_system;

-- The head of each tenant's log. Locked last in every write, so locks have one order and positions have no gap.
create table app.streams (
  tenant_id uuid primary key references app.tenants (tenant_id),
  position bigint not null default 0
);
select instance.belongs_to_tenant('app.streams');

create table app.events (
  tenant_id uuid not null references app.tenants (tenant_id),
  stream_position bigint not null,
  id uuid not null,
  type text not null,
  room_id uuid,
  workspace_id uuid,
  sender_id uuid,
  event_uuid uuid,
  content jsonb not null,
  audience text not null check (audience in ('room', 'workspace', 'participants', 'tenant')),
  also uuid[] not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  forgotten_at timestamptz,
  primary key (tenant_id, stream_position),
  unique (tenant_id, id)
);
select instance.belongs_to_tenant('app.events');
create index events_by_room on app.events (tenant_id, room_id, stream_position);

-- How far each subscriber has read each tenant's log.
create table app.cursors (
  tenant_id uuid not null references app.tenants (tenant_id),
  name text not null,
  position bigint not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, name)
);
select instance.belongs_to_tenant('app.cursors');

-- Events that a subscriber could not digest: parked, so that its cursor moves on.
create table app.dead_letters (
  tenant_id uuid not null references app.tenants (tenant_id),
  name text not null,
  event_id uuid not null,
  error text not null,
  attempts integer not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, name, event_id),
  foreign key (tenant_id, event_id) references app.events (tenant_id, id)
);
select instance.belongs_to_tenant('app.dead_letters');

-- The same key with the same body answers the same object; with another body it is refused.
create table app.idempotency_keys (
  tenant_id uuid not null references app.tenants (tenant_id),
  actor_id uuid not null,
  procedure text not null,
  event_uuid uuid not null,
  body_hash bytea not null,
  object_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, procedure, event_uuid)
);
select instance.belongs_to_tenant('app.idempotency_keys');

-- The system role reads who exists and how far each log and cursor is, to know whose work waits. Nothing else.
create policy system on app.tenants for select to scaiwave_system using (true);
create policy system on app.streams for select to scaiwave_system using (true);
create policy system on app.cursors for select to scaiwave_system using (true);
grant select on app.tenants, app.streams, app.cursors to scaiwave_system;
