-- Files that were uploaded. The bytes are in the storage, once for each tenant and content; a row says who may see them.
create table app.media (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  -- Whose members may see it.
  workspace_id uuid not null,
  uploader_id uuid not null,
  name text not null check (char_length(name) between 1 and 255),
  -- Lower-case hex; with the tenant it is the key in the storage.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size integer not null check (size > 0),
  mime_type text not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, workspace_id) references app.workspaces (tenant_id, id),
  foreign key (tenant_id, uploader_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.media');
create index media_by_workspace on app.media (tenant_id, workspace_id, sha256);
create index media_by_content on app.media (tenant_id, sha256);
