-- A reply that the room shows too, and whose words a forward shows. The words stay where they were said.
alter table app.messages add column also_in_room boolean not null default false;
alter table app.messages add column forwarded_event_id uuid;
alter table app.messages add foreign key (tenant_id, forwarded_event_id) references app.messages (tenant_id, id);
create index messages_by_forwarded on app.messages (tenant_id, forwarded_event_id) where forwarded_event_id is not null;

-- What someone began to write. The words live in the event, so that forgetting it forgets them everywhere.
create table app.drafts (
  tenant_id uuid not null references app.tenants (tenant_id),
  participant_id uuid not null,
  room_id uuid not null,
  -- The root of the thread, or the room itself.
  place_id uuid not null,
  thread_root_id uuid,
  draft_event_id uuid not null,
  -- What it answers, so that the removal of that message finds it.
  reply_to_event_id uuid,
  updated_at timestamptz not null,
  primary key (tenant_id, participant_id, place_id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, thread_root_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, draft_event_id) references app.events (tenant_id, id) deferrable initially deferred,
  check (place_id = coalesce(thread_root_id, room_id))
);
select instance.belongs_to_tenant('app.drafts');
create index drafts_by_reply on app.drafts (tenant_id, reply_to_event_id) where reply_to_event_id is not null;
create index drafts_by_room on app.drafts (tenant_id, room_id);

create table app.pins (
  tenant_id uuid not null references app.tenants (tenant_id),
  room_id uuid not null,
  event_id uuid not null,
  -- Lowest first.
  ordinal integer not null,
  pinned_by uuid not null,
  pinned_at timestamptz not null,
  primary key (tenant_id, event_id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, event_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, pinned_by) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.pins');
create index pins_by_room on app.pins (tenant_id, room_id, ordinal);

-- A row stays when someone stops following, so that a reply of others does not make them follow again.
create table app.thread_follows (
  tenant_id uuid not null references app.tenants (tenant_id),
  participant_id uuid not null,
  room_id uuid not null,
  root_id uuid not null,
  following boolean not null,
  -- Where following began, or ended. One from before the last coming into the room counts no more.
  follow_event_id uuid not null,
  -- Absent until one reads in it: then it is read up to where following began.
  read_position bigint,
  primary key (tenant_id, participant_id, root_id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, root_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, follow_event_id) references app.events (tenant_id, id) deferrable initially deferred
);
select instance.belongs_to_tenant('app.thread_follows');
create index thread_follows_by_room on app.thread_follows (tenant_id, participant_id, room_id);

-- The positions from before someone marked everything read, for ten minutes; one such step a person.
create table app.read_undos (
  tenant_id uuid not null references app.tenants (tenant_id),
  participant_id uuid not null,
  token uuid not null,
  made_at timestamptz not null,
  positions jsonb not null,
  primary key (tenant_id, participant_id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.read_undos');
