-- Incidents are clusters of attacker, victim and stage: one is found by any pair that came into it, and related to others by who acts in it.
create table incident_keys (
  key text not null,
  incident_id text not null,
  primary key (key, incident_id)
);
create index incident_keys_by_incident on incident_keys (incident_id);
insert into incident_keys (key, incident_id) select key, id from incidents;

create table incident_actors (
  chain_id bigint not null,
  address text not null,
  incident_id text not null,
  -- False: money is said to come from there; that relates it to who acts there, and not to others whose money does.
  is_acting boolean not null,
  primary key (chain_id, address, incident_id)
);
create index incident_actors_by_incident on incident_actors (incident_id);

-- Wall clock: since when it waits for somebody (opened, or more severe than before); 0: from before this was known.
alter table incidents add column waiting_since_ms bigint not null default 0;
-- Wall clock of the status that holds for everyone; 0: nobody decided.
alter table incidents add column decided_at_ms bigint not null default 0;

-- What one organisation made of an incident. '*': of everyone, written by suppressions that hold for everyone.
create table incident_states (
  organisation_id text not null,
  incident_id text not null,
  -- Null: not decided, everyone's status shows.
  status text,
  status_at_ms bigint not null,
  assignee text,
  muted_until_ms bigint,
  mute_reason text,
  feedback text,
  updated_at_ms bigint not null,
  revision bigint not null,
  -- The values before the last decision, while that can be taken back.
  undo jsonb,
  primary key (organisation_id, incident_id)
);
create index incident_states_by_incident on incident_states (incident_id);

-- Standing orders to be silent. `mute`: told to nobody, else as ever. `false_positive`: also no work for anybody.
create table suppressions (
  id text primary key,
  -- Null: for everyone.
  organisation_id text,
  kind text not null,
  -- Null: of every detector, at every address, on every chain.
  detector_id text,
  address text,
  chain_id bigint,
  -- Where it was decided.
  incident_id text,
  until_ms bigint,
  reason text not null,
  made_by text not null,
  key_id text not null,
  created_at_ms bigint not null,
  lifted_at_ms bigint,
  lifted_by text
);
create index suppressions_standing on suppressions (created_at_ms desc, id desc) where lifted_at_ms is null;

create table suppressed_alerts (
  alert_id text not null,
  -- '*': for everyone.
  organisation_id text not null,
  suppression_id text not null,
  kind text not null,
  chain_id bigint not null,
  primary key (alert_id, organisation_id)
);

alter table timeline add column organisation_id text;
-- What organisations see otherwise than everyone: {organisation: {status, assignee, mutedUntil, muted, suppressedBy}}.
alter table outbound_events add column own jsonb;

create table escalation_policies (
  organisation_id text not null,
  id text not null,
  body jsonb not null,
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  primary key (organisation_id, id)
);

-- One policy at one incident. A round begins anew when an incident that was over is open again.
create table escalation_runs (
  organisation_id text not null,
  policy_id text not null,
  incident_id text not null,
  round int not null,
  started_at_ms bigint not null,
  steps_told int not null default 0,
  ended_at_ms bigint,
  ended_because text,
  primary key (organisation_id, policy_id, incident_id, round)
);
create index escalation_runs_open on escalation_runs (organisation_id, policy_id) where ended_at_ms is null;
create index escalation_runs_by_incident on escalation_runs (incident_id);

-- Changes that are committed and not known to be in the log: whoever finds them puts them there.
create table changes_to_tell (
  change_id text primary key,
  at_ms bigint not null
);

-- Which channels heard of an alert or an incident: they hear also how it ends.
create table heard_subjects (
  subject_id text not null,
  organisation_id text not null,
  channel_id text not null,
  chain_id bigint not null,
  at_ms bigint not null,
  primary key (subject_id, organisation_id, channel_id)
);
create index heard_subjects_by_time on heard_subjects (at_ms);
-- What was told before this was kept can be taken back as well.
insert into heard_subjects (subject_id, organisation_id, channel_id, chain_id, at_ms)
  select body::jsonb->'data'->>'id', organisation_id, channel_id, (body::jsonb->'data'->>'chainId')::bigint, created_at_ms
  from outbox where type in ('alert.created', 'incident.opened') and body::jsonb->'data' ? 'id' and body::jsonb->'data' ? 'chainId'
  on conflict do nothing;
