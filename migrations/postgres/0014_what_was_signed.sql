-- What a response signed, by whom: {action, from}.
alter table response_runs add column signed jsonb;

-- One that was signed before this was kept cannot be followed: it is ended, and its nonce is free.
update response_runs set state = 'failed', reason = 'signed by an earlier version, which did not keep what: look at the chain'
  where state = 'signed';
update response_runs set raw = null where raw is not null;
