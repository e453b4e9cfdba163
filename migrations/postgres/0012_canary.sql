-- The canary: when each chain's last one came through to delivery, and what became of the last one of each channel.
create table chain_canaries (
  chain_id bigint primary key,
  -- When it was put into the log, and when it arrived.
  sent_at_ms bigint not null,
  heard_at_ms bigint not null
);

create table channel_canaries (
  organisation_id text not null,
  channel_id text not null,
  sent_at_ms bigint not null,
  queued_at_ms bigint not null,
  -- Of the last one that was tried; null: none was.
  tried_at_ms bigint,
  reason text,
  -- When one last came through.
  heard_at_ms bigint,
  primary key (organisation_id, channel_id),
  foreign key (organisation_id, channel_id) references channels (organisation_id, id) on delete cascade
);

update channels set body = body || '{"canary": "rehearse"}'::jsonb;
