-- What an admin made of a report, and what its author added to the reason. Never of an incognito room: see the use case.
alter table app.message_reports
  add column if not exists note text check (char_length(note) <= 1000),
  add column if not exists outcome text check (outcome in ('dismissed', 'removed')),
  add column if not exists resolved_by uuid,
  add column if not exists resolved_at timestamptz;
alter table app.message_reports drop constraint if exists message_reports_resolved_by;
alter table app.message_reports add constraint message_reports_resolved_by
  foreign key (tenant_id, resolved_by) references app.participants (tenant_id, id);
create index if not exists message_reports_open on app.message_reports (tenant_id, created_at) where outcome is null;

-- For whoever follows the log: not to be indexed, summarised, remembered, exported or handed on, told by the event alone.
alter table app.events add column if not exists do_not_index boolean not null default false;

-- The owner changes rows of every tenant below; not even it may outside of these lines, which commit together.
alter table app.events no force row level security;
alter table app.messages no force row level security;
alter table app.rooms no force row level security;
alter table app.room_members no force row level security;
alter table app.thread_follows no force row level security;

update app.events e set do_not_index = true
from app.rooms r
where r.tenant_id = e.tenant_id and r.id = e.room_id and r.room_type = 'incognito' and not e.do_not_index;

-- Threads from before one could follow any: who began one, wrote in it or was mentioned in it follows it, if they are in
-- the room since then. What was said until now counts as read. Whoever follows already, or stopped, is left as they are.
insert into app.thread_follows (tenant_id, participant_id, room_id, root_id, following, follow_event_id)
select t.tenant_id, m.participant_id, t.room_id, t.root_id, true, t.last_id
from (
  select r.tenant_id, r.room_id, r.thread_root_id as root_id, max(e.stream_position) as last_position,
    (array_agg(e.id order by e.stream_position desc))[1] as last_id
  from app.messages r join app.events e on e.tenant_id = r.tenant_id and e.id = r.id
  where r.thread_root_id is not null
  group by r.tenant_id, r.room_id, r.thread_root_id
) t
join lateral (
  select root.sender_id::text as id from app.messages root where root.tenant_id = t.tenant_id and root.id = t.root_id
  union select said.sender_id::text from app.messages said where said.tenant_id = t.tenant_id and said.thread_root_id = t.root_id
  union select mention from app.messages said
    join app.events words on words.tenant_id = said.tenant_id and words.id = said.id
    cross join lateral jsonb_array_elements_text(
      case when jsonb_typeof(words.content->'mentions') = 'array' then words.content->'mentions' else '[]' end) as mention
    where said.tenant_id = t.tenant_id and said.thread_root_id = t.root_id
) takes on true
join app.room_members m on m.tenant_id = t.tenant_id and m.room_id = t.room_id and m.participant_id::text = takes.id
  and m.membership = 'join'
join app.events joined on joined.tenant_id = m.tenant_id and joined.id = m.member_event_id
  and joined.stream_position < t.last_position
on conflict (tenant_id, participant_id, root_id) do nothing;

-- The check of the key of `follow_event_id` waits for the commit otherwise, and a table with checks waiting can't be altered.
set constraints all immediate;
alter table app.events force row level security;
alter table app.messages force row level security;
alter table app.rooms force row level security;
alter table app.room_members force row level security;
alter table app.thread_follows force row level security;
