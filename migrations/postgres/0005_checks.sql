-- Checks belong to an organisation, are found by the request id that it gave, and can be asked again.
alter table checks add column organisation_id text not null default 'default';
alter table checks add column request_id text;
alter table checks add column request_digest text;
alter table checks add column request text;
create unique index checks_request on checks (organisation_id, request_id) where request_id is not null;

-- Thresholds and severities of the check's rules, by the name that a request gives or by the account that it is about.
create table check_policies (
  organisation_id text not null,
  name text not null,
  body text not null,
  updated_at_ms bigint not null,
  primary key (organisation_id, name)
);

-- What people said of answers. No organisation: said by an operator, for everybody.
create table opinions (
  id text primary key,
  organisation_id text,
  chain_id bigint not null,
  address text not null,
  reason_id text,
  says text not null,
  comment text,
  check_id text not null,
  key_id text not null,
  at_ms bigint not null,
  expires_at_ms bigint not null
);
create index opinions_expiry on opinions (expires_at_ms);

-- Who did what. Kept for ever; nothing updates it.
create table audit (
  position bigint generated always as identity primary key,
  at_ms bigint not null,
  organisation_id text not null,
  key_id text not null,
  action text not null,
  target text not null,
  detail text not null
);
create index audit_organisation on audit (organisation_id, position);

-- Lists of addresses that are screened in the background; results row by row, so that a restart goes on where it was.
create table screenings (
  id text primary key,
  organisation_id text not null,
  chain_id bigint not null,
  state text not null,
  total int not null,
  done int not null,
  created_at_ms bigint not null,
  problem text
);
create table screening_rows (
  screening_id text not null references screenings (id) on delete cascade,
  row int not null,
  address text not null,
  result text,
  primary key (screening_id, row)
);
