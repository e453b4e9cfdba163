-- What is paced together (one Slack hook, one Telegram chat), and the least time between two messages to it; 0: none.
alter table channels add column destination text not null default '';
alter table channels add column pace_ms bigint not null default 0;
update channels set destination = organisation_id || '/' || id, body = body || jsonb_build_object(
  'secrets', (select coalesce(jsonb_agg(jsonb_build_object('value', s, 'expiresAtMs', null)), '[]'::jsonb) from jsonb_array_elements(body->'secrets') as s),
  'secretRef', null, 'apiUrl', null, 'digest', null, 'minGapS', null, 'ratePerMinute', null, 'chains', null, 'addresses', null);

-- When a destination may be sent to again: by its pace, or because it asked for a pause.
create table paces (
  destination text primary key,
  not_before_ms bigint not null
);

-- What channels need to send and nobody reads again: bot tokens, routing keys.
create table secrets (
  organisation_id text not null,
  name text not null,
  value text not null,
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  expires_at_ms bigint,
  primary key (organisation_id, name)
);

alter table outbox add column incident_id text;
alter table outbox add column severity text;
-- Grows with every claim: who holds an older one has lost it.
alter table outbox add column fence bigint not null default 0;
-- A failure after this is the last one.
alter table outbox add column retry_until_ms bigint not null default 0;
update outbox set retry_until_ms = created_at_ms + 86400000;
-- Held back to be told together with others of the same bundle; then `bundled_in` is the message that told it.
alter table outbox add column bundle text;
alter table outbox add column held_until_ms bigint;
alter table outbox add column bundled_in text;
create index outbox_held on outbox (organisation_id, channel_id, bundle, position) where state = 'held';
create index outbox_by_channel on outbox (organisation_id, channel_id, position desc);
create index outbox_done on outbox (created_at_ms) where state in ('delivered', 'bundled', 'dead');

-- When a channel was last told of an incident, and how bad it was then: for least gaps.
create table told_incidents (
  organisation_id text not null,
  channel_id text not null,
  incident_id text not null,
  told_at_ms bigint not null,
  severity_rank int not null,
  primary key (organisation_id, channel_id, incident_id)
);
create index told_incidents_by_time on told_incidents (told_at_ms);

-- What was sent and answered: the newest 20 of a message.
create table delivery_attempts (
  position bigint generated always as identity primary key,
  message_id text not null references outbox (id) on delete cascade,
  at_ms bigint not null,
  result text not null,
  reason text,
  exchange jsonb
);
create index delivery_attempts_by_message on delivery_attempts (message_id, position desc);
