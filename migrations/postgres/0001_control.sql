-- Control data: who writes a chain, where each stage is, alerts and incidents, the outbox, keys, labels.
-- Times are milliseconds since the epoch.

create table leases (
  chain_id bigint primary key,
  holder text not null,
  fence bigint not null,
  expires_at_ms bigint not null
);

create table chains (
  chain_id bigint primary key,
  genesis_hash text
);

-- The newest blocks that ingest published: enough to find the fork point of a reorg after a restart.
create table published_blocks (
  chain_id bigint not null,
  number bigint not null,
  hash text not null,
  parent_hash text not null,
  timestamp bigint not null,
  primary key (chain_id, number)
);

create table checkpoints (
  stage text not null,
  chain_id bigint not null,
  number bigint not null,
  hash text not null,
  parent_hash text not null,
  timestamp bigint not null,
  primary key (stage, chain_id)
);

create table snapshots (
  chain_id bigint primary key,
  ref jsonb not null,
  bytes bytea not null
);

create table incidents (
  id text primary key,
  key text not null,
  chain_id bigint not null,
  severity text not null,
  status text not null,
  opened_at_ms bigint not null,
  updated_at_ms bigint not null,
  body jsonb not null
);
create index incidents_by_key on incidents (key, updated_at_ms desc);
create index incidents_by_time on incidents (updated_at_ms desc, id desc);

create table alerts (
  id text primary key,
  incident_id text not null,
  chain_id bigint not null,
  block_number bigint not null,
  block_hash text not null,
  transaction_hash text,
  detector_id text not null,
  severity text not null,
  status text not null,
  finality text not null,
  addresses text[] not null,
  block_time_ms bigint not null,
  alerted_at_ms bigint not null,
  body jsonb not null
);
create index alerts_by_block on alerts (chain_id, block_hash);
create index alerts_by_incident on alerts (incident_id);
create index alerts_by_transaction on alerts (transaction_hash);
create index alerts_by_time on alerts (block_time_ms desc, id desc);
-- What a finality marker looks for: few rows at any time.
create index alerts_not_final on alerts (chain_id, block_number) where finality in ('seen', 'safe');

-- What was told outside, in order; a socket resumes after a cursor. Kept to the newest 100,000.
create table outbound_events (
  cursor bigint generated always as identity primary key,
  change_id text not null,
  chain_id bigint not null,
  type text not null,
  block_number bigint not null,
  severity text,
  addresses text[] not null,
  payload jsonb not null
);
create index outbound_events_by_change on outbound_events (change_id);

-- Changes that were applied: the same input again changes nothing.
create table applied_changes (
  change_id text primary key,
  applied_at_ms bigint not null
);
create index applied_changes_by_time on applied_changes (applied_at_ms);

create table timeline (
  id bigint generated always as identity primary key,
  incident_id text not null,
  at_ms bigint not null,
  kind text not null,
  actor text,
  text text not null
);
create index timeline_by_incident on timeline (incident_id, id);

create table channels (
  id text primary key,
  body jsonb not null
);

create table outbox (
  id text primary key,
  position bigint generated always as identity,
  channel_id text not null,
  type text not null,
  body text not null,
  attempts int not null default 0,
  next_attempt_at_ms bigint not null,
  claimed_until_ms bigint not null default 0,
  created_at_ms bigint not null,
  state text not null,
  last_error text,
  delivered_at_ms bigint
);
create index outbox_pending on outbox (channel_id, position) where state = 'pending';

create table api_keys (
  id text primary key,
  hash text not null unique,
  name text not null,
  organisation_id text not null,
  scopes text[] not null,
  created_at_ms bigint not null,
  revoked_at_ms bigint
);

create table dead_letters (
  id text primary key,
  position bigint generated always as identity,
  stage text not null,
  chain_id bigint,
  block_number bigint,
  reason text not null,
  detail text not null,
  payload text not null,
  at_ms bigint not null,
  replayed_at_ms bigint
);

create table labels (
  address text not null,
  category text not null,
  source text not null,
  chain_id bigint not null default 0,
  confidence double precision not null,
  name text,
  primary key (address, category, source, chain_id)
);

create table settings (
  key text primary key,
  value text not null
);
