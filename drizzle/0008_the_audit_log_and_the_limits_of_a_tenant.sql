-- Privileged acts, written in the transaction of the act. Nobody of the application changes or removes a line.
create table app.audit_log (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  at timestamptz not null,
  -- Null for the operator at the command line and for the identity provider.
  actor_id uuid,
  action text not null,
  target_type text,
  target_id text,
  details jsonb not null default '{}',
  address text,
  primary key (tenant_id, id)
);
select instance.belongs_to_tenant('app.audit_log');
revoke update, delete on app.audit_log from scaiwave_app;
create index audit_log_by_action on app.audit_log (tenant_id, action, id);

-- What an operator allows a tenant; an absent limit is none.
alter table app.tenants add column limits jsonb not null default '{}';
