-- The rooms that a note's text links to, by id or by address, as they stand in the text. Worked out with its other links.
create table app.note_room_links (
  tenant_id uuid not null references app.tenants (tenant_id),
  source_id uuid not null,
  room text not null check (char_length(room) between 1 and 64),
  primary key (tenant_id, source_id, room),
  foreign key (tenant_id, source_id) references app.notes (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.note_room_links');
create index note_room_links_by_room on app.note_room_links (tenant_id, room);

-- What of a room's log may link to a note, so that a panel beside the room need not read all of it.
create index events_that_may_link_notes on app.events (tenant_id, room_id, stream_position)
  where type in ('swp.room.message', 'swp.room.message.edit')
    and coalesce(content->'content'->>'body', content->>'body') ~ '\[\[|/n/';

-- Each change of a note backwards: what makes the text of `version` out of the one after it. Kept for a day or so, for
-- programs that write what they read some minutes ago.
create table app.note_steps (
  tenant_id uuid not null references app.tenants (tenant_id),
  note_id uuid not null,
  version bigint not null,
  title text not null,
  -- In UTF-16 units of the text after the change: where, how many go, and what comes instead.
  place integer not null check (place >= 0),
  taken integer not null check (taken >= 0),
  put text not null,
  created_at timestamptz not null,
  primary key (tenant_id, note_id, version),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.note_steps');

-- Whether the note was a draft when it said this: then this is for those alone who may read drafts.
alter table app.note_versions add column draft boolean not null default false;

-- Of versions from before this migration the log knows it. The owner changes rows of every tenant in these lines alone.
alter table app.note_versions no force row level security;
alter table app.notes no force row level security;
alter table app.events no force row level security;
alter table app.note_room_links no force row level security;

with told as (
  select tenant_id, content->>'note_id' as note_id, (content->>'version')::bigint as version, content->>'status' as status
  from app.events where type = 'swp.note.updated' and content ? 'version'
)
update app.note_versions v set draft = true
from app.notes n
where n.tenant_id = v.tenant_id and n.id = v.note_id and coalesce((
    select told.status from told
    where told.tenant_id = v.tenant_id and told.note_id = v.note_id::text and told.version <= v.version
    order by told.version desc limit 1
  ), n.archived_from, n.status) = 'draft';

insert into app.note_room_links (tenant_id, source_id, room)
select distinct n.tenant_id, n.id, lower(found[1])
from app.notes n cross join lateral regexp_matches(n.body, '/w/[[:alnum:]_-]+/r/([[:alnum:]-]{1,64})', 'g') as found
on conflict do nothing;

alter table app.note_versions force row level security;
alter table app.notes force row level security;
alter table app.events force row level security;
alter table app.note_room_links force row level security;

-- A text as it is searched: without case and accents. What has only letters without accents is not looked at twice.
create function app.folded(words text) returns text language sql immutable parallel safe as $$
  select case when octet_length(words) = length(words) then lower(words)
    else regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f]', '', 'g') end
$$;
