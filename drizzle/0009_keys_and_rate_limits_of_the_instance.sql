-- Keys that sign for the instance. A retired key still verifies until what it signed has expired.
create table instance.signing_keys (
  kid text primary key,
  purpose text not null,
  algorithm text not null,
  public_jwk jsonb not null,
  private_jwk jsonb not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
grant select, insert, update, delete on instance.signing_keys to scaiwave_app;

-- Counters shared by all processes, keyed by digests of what they count; rows end by themselves.
create table instance.rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
grant select, insert, update, delete on instance.rate_limits to scaiwave_app;
