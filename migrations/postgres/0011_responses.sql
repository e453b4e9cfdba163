-- What a monitor's alert sets off: off until two members said so, kept before it is done.
update channels set body = body || '{"response": null}'::jsonb;

create table response_arms (
  organisation_id text not null,
  channel_id text not null,
  -- Of the settings that both saw: others are not armed.
  fingerprint text not null,
  proposed_by text not null,
  proposed_at_ms bigint not null,
  confirmed_by text,
  confirmed_at_ms bigint,
  primary key (organisation_id, channel_id),
  foreign key (organisation_id, channel_id) references channels (organisation_id, id) on delete cascade
);

create table response_runs (
  id text primary key,
  organisation_id text not null,
  channel_id text not null,
  incident_id text not null,
  alert_id text not null,
  action text not null,
  state text not null,
  reason text,
  chain_id bigint,
  signer text,
  nonce bigint,
  raw text,
  hash text,
  block_number bigint,
  created_at_ms bigint not null,
  updated_at_ms bigint not null
);
create index response_runs_by_channel on response_runs (organisation_id, channel_id, created_at_ms desc);
-- Two runs never sign the same nonce; one that failed for good gives it free.
create unique index response_runs_by_nonce on response_runs (chain_id, signer, nonce) where nonce is not null and state <> 'failed';
