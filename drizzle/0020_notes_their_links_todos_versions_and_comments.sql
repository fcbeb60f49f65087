-- Notes: Markdown that several people write at once, in a workspace. The words live in the document (`state`), of which
-- everything else here is a projection; none are in the log, whose events only say that a note changed.
create table app.notes (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  workspace_id uuid not null,
  owner_id uuid not null,
  title text not null check (char_length(title) between 1 and 255),
  status text not null default 'published' check (status in ('draft', 'published', 'archived')),
  -- What the status goes back to when it is restored.
  archived_from text check (archived_from in ('draft', 'published')),
  archived_at timestamptz,
  archived_by uuid,
  pinned boolean not null default false,
  -- From the frontmatter of the text; `frontmatter` is all of it.
  category text,
  tags text[] not null default '{}',
  frontmatter jsonb not null default '{}' check (jsonb_typeof(frontmatter) = 'object'),
  -- The text of the document as of `version`, frontmatter included: at most 1 MB.
  body text not null default '',
  -- Its first words on one line, for lists.
  excerpt text not null default '',
  -- The Yjs document, as one update.
  state bytea not null,
  -- Counts on with each change of the text, the title or the status.
  version bigint not null default 1,
  -- Where it was saved from.
  source_room_id uuid,
  source_event_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  -- Who wrote in it last.
  updated_by uuid not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, workspace_id) references app.workspaces (tenant_id, id),
  foreign key (tenant_id, owner_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, archived_by) references app.participants (tenant_id, id),
  foreign key (tenant_id, created_by) references app.participants (tenant_id, id),
  foreign key (tenant_id, updated_by) references app.participants (tenant_id, id),
  foreign key (tenant_id, source_room_id) references app.rooms (tenant_id, id),
  check ((archived_at is not null) = (status = 'archived'))
);
select instance.belongs_to_tenant('app.notes');
create index notes_by_workspace on app.notes (tenant_id, workspace_id, updated_at desc);
create index notes_by_title on app.notes (tenant_id, lower(title));
create index notes_by_owner on app.notes (tenant_id, owner_id);
create index notes_by_source on app.notes (tenant_id, source_room_id) where source_room_id is not null;
create index notes_by_tag on app.notes using gin (tags);

-- Other names under which links find a note.
create table app.note_aliases (
  tenant_id uuid not null references app.tenants (tenant_id),
  note_id uuid not null,
  alias text not null check (char_length(alias) between 1 and 255),
  -- The alias as it is compared: lower case.
  key text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, note_id, key),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, created_by) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.note_aliases');
create index note_aliases_by_key on app.note_aliases (tenant_id, key);

-- What each note's text points to. A row keeps its target when the target is renamed, because the text still says the old
-- name; a target of null is a name that nothing bears yet.
create table app.note_links (
  tenant_id uuid not null references app.tenants (tenant_id),
  source_id uuid not null,
  -- The name in the text, without anchor and alias, in lower case.
  key text not null,
  -- As it was typed.
  name text not null,
  target_id uuid,
  -- A person or an AI instead of a note.
  participant_id uuid,
  embeds boolean not null default false,
  primary key (tenant_id, source_id, key),
  foreign key (tenant_id, source_id) references app.notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, target_id) references app.notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id),
  check (target_id is null or participant_id is null)
);
select instance.belongs_to_tenant('app.note_links');
create index note_links_by_target on app.note_links (tenant_id, target_id) where target_id is not null;
create index note_links_by_key on app.note_links (tenant_id, key) where target_id is null;

-- How far what follows from a note's text was worked out: links and todos lag behind the text by moments.
create table app.note_projections (
  tenant_id uuid not null references app.tenants (tenant_id),
  note_id uuid not null,
  kind text not null check (kind in ('links', 'todos')),
  version bigint not null,
  primary key (tenant_id, note_id, kind),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.note_projections');

-- Notes that the realtime door holds open, so that it can be told of changes, and reminded of what it has not saved.
create table app.note_openings (
  tenant_id uuid not null references app.tenants (tenant_id),
  note_id uuid not null,
  opened_at timestamptz not null,
  -- Moved on by each sign of life: openings, saves and checks of rights.
  seen_at timestamptz not null,
  -- Who writes in it now.
  editors uuid[] not null default '{}' check (cardinality(editors) <= 100),
  primary key (tenant_id, note_id),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.note_openings');

-- The text as it was at moments worth going back to.
create table app.note_versions (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  note_id uuid not null,
  version bigint not null,
  title text not null,
  body text not null,
  -- Who wrote since the version before.
  author_ids uuid[] not null default '{}',
  reason text not null check (reason in ('created', 'pause', 'author', 'named', 'restore', 'import', 'api')),
  name text check (char_length(name) between 1 and 120),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, note_id, version),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.note_versions');

create table app.note_comments (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  note_id uuid not null,
  -- The first comment of its thread; null for that one.
  root_id uuid,
  author_id uuid not null,
  body text not null check (char_length(body) <= 8000),
  -- What it is about: `{kind: note}`, or a block or range held by Yjs relative positions, with the words it was put on.
  anchor jsonb not null default '{"kind":"note"}' check (jsonb_typeof(anchor) = 'object'),
  mentions uuid[] not null default '{}' check (cardinality(mentions) <= 50),
  created_at timestamptz not null,
  edited_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid,
  deleted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, root_id) references app.note_comments (tenant_id, id) on delete cascade,
  foreign key (tenant_id, author_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, resolved_by) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.note_comments');
create index note_comments_by_note on app.note_comments (tenant_id, note_id, created_at);
create index note_comments_by_root on app.note_comments (tenant_id, root_id) where root_id is not null;

-- Up to when someone has read a note's comments.
create table app.note_comment_reads (
  tenant_id uuid not null references app.tenants (tenant_id),
  participant_id uuid not null,
  note_id uuid not null,
  read_at timestamptz not null,
  primary key (tenant_id, participant_id, note_id),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade
);
select instance.belongs_to_tenant('app.note_comment_reads');

-- Every `- [ ]` line of every note.
create table app.todos (
  tenant_id uuid not null references app.tenants (tenant_id),
  note_id uuid not null,
  -- `todo-r9k4f` of the text; of a line that has none yet, its ordinal among the note's todos as `line-3`.
  block_id text not null check (char_length(block_id) <= 64),
  workspace_id uuid not null,
  -- Its place among the note's todos, first is 0.
  ordinal integer not null,
  -- The line of the text, first is 0.
  line integer not null,
  -- Without checkbox, metadata and id.
  text text not null,
  done boolean not null,
  priority text check (priority in ('low', 'medium', 'high')),
  due date,
  assignee_id uuid,
  tags text[] not null default '{}',
  -- When it was first seen, and when it was last ticked.
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (tenant_id, note_id, block_id),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, workspace_id) references app.workspaces (tenant_id, id),
  foreign key (tenant_id, assignee_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.todos');
create index todos_by_due on app.todos (tenant_id, workspace_id, done, due);
create index todos_by_assignee on app.todos (tenant_id, assignee_id) where assignee_id is not null and not done;
