-- Pages ask how many are dead and what was told about an incident: neither may read all that was ever sent.
create index outbox_dead on outbox (organisation_id, channel_id, position) where state = 'dead';
create index outbox_by_incident on outbox (organisation_id, incident_id, position desc) where incident_id is not null;

-- Where a call came from; null: from the shell, or before this was kept.
alter table audit add column origin text;
