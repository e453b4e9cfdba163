-- "What was raised about this address?" is asked by people and by programs, over years of alerts.
create index alerts_by_address on alerts using gin (addresses);
