-- Organisations, their people, and what belongs to one of them alone. Times are milliseconds since the epoch.

create table organisations (
  id text primary key,
  name text not null,
  created_at_ms bigint not null
);
insert into organisations (id, name, created_at_ms) values ('default', 'Default', (extract(epoch from now()) * 1000)::bigint);

create table members (
  id text primary key,
  organisation_id text not null references organisations (id),
  name text not null,
  email text not null,
  role text not null,
  created_at_ms bigint not null
);
-- One person is one member of an organisation, however the address is spelled.
create unique index members_email on members (organisation_id, lower(email));

alter table api_keys add column expires_at_ms bigint;
-- Of whom the key is; a member that is gone leaves keys that open nothing. Null: of the organisation, as a program's.
alter table api_keys add column member_id text;
-- Coarse: moved forward every few minutes.
alter table api_keys add column last_used_at_ms bigint;
create index api_keys_organisation on api_keys (organisation_id, created_at_ms);

-- Attempts that were refused are kept beside what was done.
alter table audit add column outcome text not null default 'done';

-- Whose label it is; empty: everybody's.
alter table labels add column organisation_id text not null default '';
alter table labels drop constraint labels_pkey;
alter table labels add primary key (address, category, source, chain_id, organisation_id);

-- Named sets of addresses: what an organisation watches as one protocol.
create table protocols (
  organisation_id text not null references organisations (id),
  id text not null,
  title text not null,
  chains bigint[] not null,
  addresses text[] not null,
  updated_at_ms bigint not null,
  primary key (organisation_id, id)
);
