-- A message is its state; its words live once, in the log, where forgetting them forgets them everywhere.
create table app.messages (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  room_id uuid not null,
  sender_id uuid not null,
  reply_to_event_id uuid,
  thread_root_id uuid,
  -- The newest edit, whose words are the current ones.
  edit_event_id uuid,
  edited_at timestamptz,
  redacted_at timestamptz,
  redacted_by uuid,
  redaction_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, sender_id) references app.participants (tenant_id, id),
  -- The log's row of the same transaction comes after this one, hence deferred.
  foreign key (tenant_id, id) references app.events (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, edit_event_id) references app.events (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, reply_to_event_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, thread_root_id) references app.messages (tenant_id, id)
);
select instance.belongs_to_tenant('app.messages');
create index messages_by_thread on app.messages (tenant_id, thread_root_id) where thread_root_id is not null;
create index messages_by_room on app.messages (tenant_id, room_id, id);

create table app.reactions (
  tenant_id uuid not null references app.tenants (tenant_id),
  event_id uuid not null,
  sender_id uuid not null,
  emoji text not null,
  reaction_event_id uuid not null,
  primary key (tenant_id, event_id, sender_id, emoji),
  foreign key (tenant_id, event_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, sender_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, reaction_event_id) references app.events (tenant_id, id) deferrable initially deferred
);
select instance.belongs_to_tenant('app.reactions');
