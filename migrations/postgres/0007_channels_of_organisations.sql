-- Channels belong to organisations, and their ids are their own. Those of before belong to the one that every installation begins with.
alter table channels add column organisation_id text not null default 'default';
alter table channels drop constraint channels_pkey;
alter table channels add primary key (organisation_id, id);
update channels set body = body || jsonb_build_object('organisationId', organisation_id);
alter table outbox add column organisation_id text not null default 'default';
drop index outbox_pending;
create index outbox_pending on outbox (organisation_id, channel_id, position) where state = 'pending';
