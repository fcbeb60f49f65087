create table app.workspaces (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  slug text not null,
  name text not null,
  description text,
  icon text,
  kind text not null check (kind in ('personal', 'shared')),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, created_by) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.workspaces');

alter table app.participants add foreign key (tenant_id, personal_workspace_id) references app.workspaces (tenant_id, id);

create table app.workspace_members (
  tenant_id uuid not null references app.tenants (tenant_id),
  workspace_id uuid not null,
  participant_id uuid not null,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, workspace_id, participant_id),
  foreign key (tenant_id, workspace_id) references app.workspaces (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.workspace_members');
create index workspace_members_by_participant on app.workspace_members (tenant_id, participant_id);

create table app.rooms (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  workspace_id uuid not null,
  room_type text not null check (room_type in ('group', 'dm', 'incognito', 'sidekick', 'public', 'bridge')),
  name text,
  topic text,
  state text not null default 'open' check (state in ('open', 'archived', 'closed')),
  creator_id uuid not null,
  -- The two people of a DM in order: one open DM for each pair, whoever starts it.
  dm_key text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, dm_key),
  check ((room_type = 'dm') = (dm_key is not null)),
  check (room_type <> 'dm' or name is null),
  foreign key (tenant_id, workspace_id) references app.workspaces (tenant_id, id),
  foreign key (tenant_id, creator_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.rooms');
create index rooms_by_workspace on app.rooms (tenant_id, workspace_id);

-- A DM that turned public would show a private conversation to everyone: the type is for life.
create function app.room_type_is_for_life() returns trigger language plpgsql as $$
begin
  if new.room_type <> old.room_type then raise exception 'the type of a room never changes'; end if;
  return new;
end $$;
create trigger room_type_is_for_life before update on app.rooms for each row execute function app.room_type_is_for_life();

create table app.room_members (
  tenant_id uuid not null references app.tenants (tenant_id),
  room_id uuid not null,
  participant_id uuid not null,
  membership text not null check (membership in ('join', 'invite', 'leave', 'ban', 'knock')),
  power_level integer not null default 0 check (power_level between 0 and 100),
  invited_by uuid,
  -- The event that made the membership what it is; a member's unread starts at its position.
  member_event_id uuid not null,
  notification_mode text check (notification_mode in ('all', 'mentions', 'none')),
  joined_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, room_id, participant_id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.room_members');
create index room_members_by_participant on app.room_members (tenant_id, participant_id, membership);

create table app.read_markers (
  tenant_id uuid not null references app.tenants (tenant_id),
  room_id uuid not null,
  participant_id uuid not null,
  event_id uuid,
  position bigint not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, room_id, participant_id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.read_markers');
