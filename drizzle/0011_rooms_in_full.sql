-- Rooms with an address, an icon, their own required power, restricted to roles; links and mails that invite into them.
alter table app.rooms
  add column room_alias text check (room_alias ~ '^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$'),
  add column icon text,
  -- Null means that every member of the tenant may be brought in; else only who holds one of these, and AIs.
  add column read_role_slugs text[] check (cardinality(read_role_slugs) between 1 and 20),
  -- Action to power, only where it differs from the default.
  add column required_power jsonb not null default '{}' check (jsonb_typeof(required_power) = 'object'),
  -- An incognito room that ends when the one who made it leaves.
  add column closes_with_creator boolean not null default false,
  add column deleted_at timestamptz,
  add unique (tenant_id, room_alias),
  -- A private conversation, and one that leaves no trace, have no address that others could try.
  add check (room_alias is null or room_type in ('group', 'public')),
  add check (room_type <> 'dm' or read_role_slugs is null),
  add check (deleted_at is null or state = 'closed'),
  add check (not closes_with_creator or room_type = 'incognito');

create index rooms_frozen on app.rooms (tenant_id, state) where state <> 'open';

-- Closed is the end: no write opens such a room again, whatever its code believes.
create function app.closed_is_for_good() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' and new.state <> 'closed' then raise exception 'a closed room never opens again'; end if;
  if old.deleted_at is not null and new.deleted_at is null then raise exception 'a deleted room never returns'; end if;
  return new;
end $$;
create trigger closed_is_for_good before update on app.rooms for each row execute function app.closed_is_for_good();

alter table app.room_members
  add column muted_until timestamptz,
  -- A direct room that its person closed for themselves: hidden until something is said after this position.
  add column hidden_until bigint,
  add column knock_reason text;

-- What someone may hold of the names by which a room is restricted: their roles, and their groups' names made into slugs.
create function app.role_slugs_of(participant uuid) returns text[] language sql stable as $$
  select coalesce(array_agg(slug), '{}') from (
    select unnest(p.roles) as slug from app.participants p where p.id = participant
    union
    select trim(both '-' from regexp_replace(lower(g.name), '[^a-z0-9]+', '-', 'g'))
    from app.group_members m join app.groups g on g.id = m.group_id where m.participant_id = participant
  ) slugs
$$;

-- Null slugs restrict nobody; AIs belong to no group and come where somebody who may be there brings them.
create function app.holds_role(slugs text[], participant uuid) returns boolean language sql stable as $$
  select slugs is null or slugs && app.role_slugs_of(participant)
    or exists (select from app.participants p where p.id = participant and p.participant_type in ('model', 'agent', 'helper'))
$$;

create table app.invite_links (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  room_id uuid not null,
  -- The secret itself is shown once, to who made the link, or written into one mail.
  secret_hash bytea not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  max_uses integer check (max_uses between 1 and 10000),
  uses integer not null default 0,
  revoked_at timestamptz,
  -- Whom the link was mailed to.
  email text,
  primary key (tenant_id, id),
  unique (tenant_id, secret_hash),
  check (max_uses is null or uses <= max_uses),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, created_by) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.invite_links');
create index invite_links_by_room on app.invite_links (tenant_id, room_id, created_at);

alter table app.workspaces
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  add column archived_at timestamptz;
