-- Nonces are an address's, not a name's: a signer whose key was replaced begins with its own, two names of one key share theirs. One that a mined response took
-- is nobody's any more: the node says the next, or after a reorganisation the same again.
update response_runs r set state = 'failed', reason = 'another response by the same address has its nonce: look at the chain for which was mined'
  where r.state in ('signed', 'sent') and exists (
    select 1 from response_runs o where o.state in ('signed', 'sent') and o.chain_id = r.chain_id and o.nonce = r.nonce
      and o.signed->>'from' = r.signed->>'from' and (o.created_at_ms, o.id) < (r.created_at_ms, r.id));
drop index response_runs_by_nonce;
create unique index response_runs_by_nonce on response_runs (chain_id, (signed->>'from'), nonce) where state in ('signed', 'sent');
