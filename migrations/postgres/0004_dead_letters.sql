-- Somebody asked that the input be taken in again; null once it was, or once it proved unusable again.
alter table dead_letters add column requested_at_ms bigint;
create index dead_letters_requested on dead_letters (chain_id) where requested_at_ms is not null;
