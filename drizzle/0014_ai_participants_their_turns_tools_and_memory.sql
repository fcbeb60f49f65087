-- AI participants beside the row that everyone has in `participants`, how each behaves in a room, what it is doing and did,
-- what it may use, what it remembers and what it costs. Words that are said stay in the log; exceptions are named below.

-- What the tenant's admins decide for all of its AIs. A tenant without a row has the defaults.
create table app.ai_settings (
  tenant_id uuid primary key references app.tenants (tenant_id),
  -- Null: the gateway of the instance, and without one the demo model.
  gateway_url text,
  -- Sealed with the instance's key (AES-256-GCM); never leaves the server.
  gateway_key bytea,
  -- Whose credentials a call carries: the tenant's key, or a token exchanged for the asking person's.
  credentials text not null default 'tenant' check (credentials in ('tenant', 'person')),
  default_model text,
  -- Ids of models that may be used; null allows all that the gateway lists.
  models text[],
  -- Plugin id to whether it is on; what is absent has the plugin's own default.
  plugins jsonb not null default '{}' check (jsonb_typeof(plugins) = 'object'),
  -- A tenant that wants no AI: nobody sees, invites or asks one.
  hidden boolean not null default false,
  updated_at timestamptz not null
);
select instance.belongs_to_tenant('app.ai_settings');

-- The model an AI speaks with is in `participants.model`, as everyone may see it.
create table app.ai_participants (
  tenant_id uuid not null references app.tenants (tenant_id),
  participant_id uuid not null,
  description text,
  system_prompt text not null default '',
  -- The plugins it may use at all: what is not listed is not there for it.
  plugins text[] not null default '{}',
  -- temperature, top_p, max_tokens, frequency_penalty, presence_penalty, reasoning_effort; absent keys are the defaults.
  sampling jsonb not null default '{}' check (jsonb_typeof(sampling) = 'object'),
  -- Null: what the room or its asker prefers.
  response_mode text check (response_mode in ('streaming', 'conversational')),
  -- In tokens a calendar month (UTC); 0 is none at all, null is no cap of its own.
  monthly_token_cap bigint check (monthly_token_cap >= 0),
  -- How other AIs consult it as a tool; see `helperSettings` of the domain.
  helper jsonb not null default '{}' check (jsonb_typeof(helper) = 'object'),
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, participant_id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, created_by) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.ai_participants');

-- How one AI behaves in one room. Made when it comes in, from what its inviter prefers.
create table app.room_ai (
  tenant_id uuid not null references app.tenants (tenant_id),
  room_id uuid not null,
  participant_id uuid not null,
  engagement text not null check (engagement in ('always', 'mention', 'keyword', 'autonomous')),
  keywords text[] not null default '{}' check (cardinality(keywords) <= 50),
  response_mode text check (response_mode in ('streaming', 'conversational')),
  -- Appended to the participant's own in this room alone.
  system_prompt text,
  sampling jsonb not null default '{}' check (jsonb_typeof(sampling) = 'object'),
  -- Tools whose approval was given for good in this room, by whom: `{tool: participant id}`.
  approved_tools jsonb not null default '{}' check (jsonb_typeof(approved_tools) = 'object'),
  -- Messages up to here are told to the model by the summary alone, whose words are in this event of the log.
  summary_event_id uuid,
  summary_until bigint,
  updated_at timestamptz not null,
  primary key (tenant_id, room_id, participant_id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.ai_participants (tenant_id, participant_id),
  foreign key (tenant_id, summary_event_id) references app.events (tenant_id, id) deferrable initially deferred,
  check ((summary_event_id is null) = (summary_until is null))
);
select instance.belongs_to_tenant('app.room_ai');

-- What holds for every AI of a room.
create table app.room_ai_defaults (
  tenant_id uuid not null references app.tenants (tenant_id),
  room_id uuid not null,
  engagement text check (engagement in ('always', 'mention', 'keyword', 'autonomous')),
  keywords text[] not null default '{}' check (cardinality(keywords) <= 50),
  response_mode text check (response_mode in ('streaming', 'conversational')),
  -- Plugin id to whether it is on in this room; it can only take away from what tenant and participant allow.
  plugins jsonb not null default '{}' check (jsonb_typeof(plugins) = 'object'),
  updated_at timestamptz not null,
  primary key (tenant_id, room_id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id)
);
select instance.belongs_to_tenant('app.room_ai_defaults');

-- One answer of one AI to one message. Whoever ends it does so under its row lock; what comes later is refused by `state`.
create table app.ai_turns (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  room_id uuid not null,
  thread_root_id uuid,
  participant_id uuid not null,
  -- Whose rights its tools have: the person at the beginning of the chain.
  asker_id uuid not null,
  trigger_event_id uuid not null,
  state text not null check (state in ('queued', 'running', 'waiting', 'done', 'silent', 'cancelled', 'interrupted', 'failed')),
  response_mode text not null check (response_mode in ('streaming', 'conversational')),
  -- How many AI messages lead to this one without a person between; a person's message has depth 0.
  chain_depth integer not null default 0,
  -- Told apart from a process that was given up: each run of the job counts on, and only the last one writes.
  attempt integer not null default 0,
  step integer not null default 0,
  model text,
  -- The answer that this one stands beside when somebody asked for another.
  alternative_of uuid,
  -- Text of the turn that is in messages already, in UTF-16 units (conversational mode says it in parts).
  said_until integer not null default 0,
  parts integer not null default 0,
  prompt_tokens integer not null default 0,
  completion_tokens integer not null default 0,
  context_window integer,
  code text,
  ended_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  first_chunk_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.ai_participants (tenant_id, participant_id),
  foreign key (tenant_id, asker_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, trigger_event_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, thread_root_id) references app.messages (tenant_id, id)
);
select instance.belongs_to_tenant('app.ai_turns');
-- One generation per AI and room, and one that waits for it.
create unique index ai_turns_one_at_work on app.ai_turns (tenant_id, room_id, participant_id) where state in ('running', 'waiting');
create unique index ai_turns_one_queued on app.ai_turns (tenant_id, room_id, participant_id) where state = 'queued';
create index ai_turns_by_room on app.ai_turns (tenant_id, room_id, created_at);
create index ai_turns_by_participant on app.ai_turns (tenant_id, participant_id, created_at);
create index ai_turns_at_work on app.ai_turns (tenant_id, state) where state in ('queued', 'running', 'waiting');

-- Text of a turn that is at work, written before anybody sees it. An exception to "words live once": it is gone when the turn ends.
create table app.ai_turn_chunks (
  tenant_id uuid not null references app.tenants (tenant_id),
  turn_id uuid not null,
  -- From the start of the turn, in UTF-16 units.
  text_offset integer not null,
  step integer not null,
  text text not null,
  primary key (tenant_id, turn_id, text_offset),
  foreign key (tenant_id, turn_id) references app.ai_turns (tenant_id, id)
);
select instance.belongs_to_tenant('app.ai_turn_chunks');

-- A call of a tool. Its arguments and its result are words of the log: the events that told of them.
create table app.ai_tool_calls (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  turn_id uuid not null,
  room_id uuid not null,
  participant_id uuid not null,
  step integer not null,
  -- As the model named the call.
  model_call_id text not null,
  plugin_id text,
  tool text not null,
  side_effects boolean not null,
  state text not null check (state in ('waiting', 'approved', 'running', 'done', 'failed', 'denied', 'expired', 'cancelled')),
  -- SHA-256 of the exact arguments: an approval is of these and of no others.
  arguments_hash bytea not null,
  event_id uuid not null,
  result_event_id uuid,
  decided_by uuid,
  decided_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, turn_id) references app.ai_turns (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.ai_participants (tenant_id, participant_id),
  foreign key (tenant_id, decided_by) references app.participants (tenant_id, id),
  foreign key (tenant_id, event_id) references app.events (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, result_event_id) references app.events (tenant_id, id) deferrable initially deferred
);
select instance.belongs_to_tenant('app.ai_tool_calls');
create index ai_tool_calls_by_turn on app.ai_tool_calls (tenant_id, turn_id);
create index ai_tool_calls_waiting on app.ai_tool_calls (tenant_id, room_id) where state = 'waiting';

-- What AIs remember: of a person, in a room or in a workspace. Its words live here, where their owner sees and erases them.
create table app.ai_memories (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  scope text not null check (scope in ('person', 'room', 'workspace')),
  owner_id uuid,
  room_id uuid,
  workspace_id uuid,
  text text not null,
  -- Who wrote it down, and in which room.
  created_by uuid not null,
  source_room_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, workspace_id) references app.workspaces (tenant_id, id),
  foreign key (tenant_id, created_by) references app.participants (tenant_id, id),
  foreign key (tenant_id, source_room_id) references app.rooms (tenant_id, id),
  check (num_nonnulls(owner_id, room_id, workspace_id) = 1)
);
select instance.belongs_to_tenant('app.ai_memories');
create index ai_memories_of_person on app.ai_memories (tenant_id, owner_id, created_at) where owner_id is not null;
create index ai_memories_of_room on app.ai_memories (tenant_id, room_id, created_at) where room_id is not null;
create index ai_memories_of_workspace on app.ai_memories (tenant_id, workspace_id, created_at) where workspace_id is not null;

-- Each call of a model: what it was for and what it cost. Never what was said.
create table app.ai_invocations (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  purpose text not null check (purpose in ('turn', 'summary', 'title', 'helper', 'playground', 'embedding')),
  participant_id uuid,
  asker_id uuid,
  room_id uuid,
  turn_id uuid,
  model text not null,
  outcome text not null check (outcome in ('done', 'cancelled', 'failed')),
  code text,
  prompt_tokens integer not null,
  completion_tokens integer not null,
  -- The gateway said the numbers; else they are our estimate.
  measured boolean not null,
  first_chunk_ms integer,
  total_ms integer not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
select instance.belongs_to_tenant('app.ai_invocations');
create index ai_invocations_by_time on app.ai_invocations (tenant_id, at);
create index ai_invocations_of_participant on app.ai_invocations (tenant_id, participant_id, at);

-- Tokens of a calendar month (UTC): spent, and held for calls that are under way, so that two processes share one budget.
create table app.ai_spend (
  tenant_id uuid not null references app.tenants (tenant_id),
  month date not null,
  participant_id uuid not null,
  spent bigint not null default 0 check (spent >= 0),
  held bigint not null default 0 check (held >= 0),
  primary key (tenant_id, month, participant_id),
  foreign key (tenant_id, participant_id) references app.ai_participants (tenant_id, participant_id)
);
select instance.belongs_to_tenant('app.ai_spend');

-- A thumb up or down of a person on an answer.
create table app.ai_ratings (
  tenant_id uuid not null references app.tenants (tenant_id),
  event_id uuid not null,
  participant_id uuid not null,
  rating text not null check (rating in ('up', 'down')),
  reason text,
  at timestamptz not null,
  primary key (tenant_id, event_id, participant_id),
  foreign key (tenant_id, event_id) references app.messages (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.ai_ratings');

-- What an AI was asked to say again later.
create table app.ai_reminders (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  room_id uuid not null,
  participant_id uuid not null,
  asker_id uuid not null,
  -- The call of the tool whose arguments hold the words.
  tool_call_id uuid not null,
  due_at timestamptz not null,
  done_at timestamptz,
  cancelled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, room_id) references app.rooms (tenant_id, id),
  foreign key (tenant_id, participant_id) references app.ai_participants (tenant_id, participant_id),
  foreign key (tenant_id, asker_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, tool_call_id) references app.ai_tool_calls (tenant_id, id)
);
select instance.belongs_to_tenant('app.ai_reminders');
