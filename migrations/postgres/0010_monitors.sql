-- Monitors of organisations. Every change is a version; nothing updates a row. The newest version of an id counts, and a removal is one without a body.
create table monitors (
  position bigint generated always as identity primary key,
  organisation_id text not null,
  id text not null,
  version int not null,
  body jsonb,
  at_ms bigint not null,
  by_key text not null,
  unique (organisation_id, id, version)
);

-- Backtests run in the background; the newest few of an organisation are kept.
create table backtests (
  id text primary key,
  organisation_id text not null,
  state text not null,
  request jsonb not null,
  done int not null,
  total int not null,
  created_at_ms bigint not null,
  problem text,
  result text
);
create index backtests_of_organisation on backtests (organisation_id, created_at_ms desc);
