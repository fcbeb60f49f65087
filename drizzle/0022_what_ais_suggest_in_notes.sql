-- What AIs would write otherwise in a note: passages that people accept or reject, one by one. The note stays as it is until
-- then. The words are erased the moment somebody decides: what was accepted is in the note, and what was not concerns
-- nobody any more. The row stays for 30 days, to say who decided.
create table app.note_suggestions (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  note_id uuid not null,
  -- The AI, and who asked it.
  author_id uuid not null,
  asker_id uuid not null,
  -- Of the AI's turn that it was made in; null for one that was asked for in the note.
  turn_id uuid,
  -- Of those that were made at once, the place in the text.
  ordinal integer not null,
  created_at timestamptz not null,
  before text not null check (char_length(before) <= 8000),
  after text not null check (char_length(after) <= 8000),
  -- Encoded Yjs relative positions of the two ends.
  anchor_from bytea not null check (octet_length(anchor_from) <= 300),
  anchor_to bytea not null check (octet_length(anchor_to) <= 300),
  -- The AI's reason.
  note text check (char_length(note) <= 500),
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected', 'outdated')),
  resolved_by uuid,
  resolved_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, note_id) references app.notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, author_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, asker_id) references app.participants (tenant_id, id),
  foreign key (tenant_id, resolved_by) references app.participants (tenant_id, id),
  check ((state = 'open') = (resolved_at is null)),
  check (state = 'open' or (before = '' and after = '' and note is null))
);
select instance.belongs_to_tenant('app.note_suggestions');
create index note_suggestions_by_note on app.note_suggestions (tenant_id, note_id, state);
