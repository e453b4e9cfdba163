-- Whose it is: null means of the catalogue, which every organisation sees; else of the organisation whose monitor raised it.
alter table incidents add column organisation_id text;
alter table alerts add column organisation_id text;
alter table outbound_events add column organisation_id text;
-- The only channels that hear of an event; null: each decides by its own filter.
alter table outbound_events add column channels text[];
create index alerts_of_organisation on alerts (organisation_id, block_time_ms desc) where organisation_id is not null;
create index incidents_of_organisation on incidents (organisation_id, updated_at_ms desc) where organisation_id is not null;
