-- What the API keeps: sign-ins and answered checks. Times are milliseconds since the epoch.

-- The cookie itself is never stored; a session ends with its key.
create table sessions (
  hash text primary key,
  key_id text not null,
  expires_at_ms bigint not null
);

-- The newest 100,000.
create table checks (
  position bigint generated always as identity primary key,
  id text not null unique,
  key_id text not null,
  at_ms bigint not null,
  body text not null
);
