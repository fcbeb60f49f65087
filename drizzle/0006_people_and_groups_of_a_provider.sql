-- Who someone is to an identity provider: issuer and subject, never the mail address, which may pass to another person.
create table app.provider_accounts (
  tenant_id uuid not null references app.tenants (tenant_id),
  issuer text not null,
  subject text not null,
  participant_id uuid not null,
  email text,
  -- When the provider last said anything of this account.
  seen_at timestamptz not null,
  primary key (tenant_id, issuer, subject),
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.provider_accounts');
create index provider_accounts_by_participant on app.provider_accounts (tenant_id, participant_id);

create table app.groups (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  external_id text not null,
  name text not null,
  synced_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, external_id)
);
select instance.belongs_to_tenant('app.groups');

create table app.group_members (
  tenant_id uuid not null references app.tenants (tenant_id),
  group_id uuid not null,
  participant_id uuid not null,
  primary key (tenant_id, group_id, participant_id),
  foreign key (tenant_id, group_id) references app.groups (tenant_id, id) on delete cascade,
  foreign key (tenant_id, participant_id) references app.participants (tenant_id, id)
);
select instance.belongs_to_tenant('app.group_members');
create index group_members_by_participant on app.group_members (tenant_id, participant_id);

-- Deliveries seen within the window in which their signature is fresh: a second one with the same id is a replay.
create table app.webhook_deliveries (
  tenant_id uuid not null references app.tenants (tenant_id),
  source text not null,
  delivery_id text not null,
  received_at timestamptz not null,
  primary key (tenant_id, source, delivery_id)
);
select instance.belongs_to_tenant('app.webhook_deliveries');

alter table app.tenants add column scaikey_tenant_id text;
alter table app.tenants add column partner_id text;
