-- Work that outlives the request: enqueued in the transaction that causes it, claimed with SKIP LOCKED, done once.
create table app.jobs (
  tenant_id uuid not null references app.tenants (tenant_id),
  id uuid not null,
  kind text not null,
  payload jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  run_at timestamptz not null,
  attempts integer not null default 0,
  max_attempts integer not null default 5,
  -- A claim ends by itself, so that the job of a killed process is claimed again.
  claimed_until timestamptz,
  -- Two jobs of one kind with the same key are one while the first waits.
  dedupe_key text,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
select instance.belongs_to_tenant('app.jobs');
create index jobs_waiting on app.jobs (run_at) where status in ('queued', 'running');
create unique index jobs_waiting_once on app.jobs (tenant_id, kind, dedupe_key) where status = 'queued' and dedupe_key is not null;

-- The system role claims jobs of every tenant and never sees what they carry; their work runs under their tenant.
create policy system on app.jobs for select to scaiwave_system using (true);
create policy system_claims on app.jobs for update to scaiwave_system using (true) with check (true);
grant select (tenant_id, id, kind, status, run_at, attempts, max_attempts, claimed_until) on app.jobs to scaiwave_system;
grant update (status, attempts, claimed_until) on app.jobs to scaiwave_system;
