import detector from '../../src/detectors/reentrancy-read-only.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { ask, calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const POOL = address('pool');
const LENDER = address('lender');
const VIRTUAL_PRICE = '0xbb7b8b80';
const borrow = { to: LENDER, selector: calldata('0xc5ebeaec', 900n), calls: [ask(POOL, VIRTUAL_PRICE, 2_000n)] };
const leaving = (selector: `0x${string}`, during: readonly object[]) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: [{ to: POOL, selector, calls: [{ to: AGENT, valueWei: 5n, calls: during as [] }] }] },
});
const REMOVE = calldata('0x5b36389c', 900n, 0n, 0n);

detectorTables(
  detector,
  [
    {
      when: 'a loan by the price of a pool that is being left',
      tx: leaving(REMOVE, [borrow]),
      severity: 'high',
      subject: LENDER,
      evidence: { contract: POOL, by: AGENT, innerSelector: VIRTUAL_PRICE },
    },
    {
      when: 'a supply that is asked for in between',
      tx: leaving(REMOVE, [{ ...borrow, calls: [ask(POOL, '0x18160ddd', 900n)] }]),
      severity: 'high',
      subject: LENDER,
    },
  ],
  [
    {
      when: 'the same calls one after the other',
      tx: { trace: { to: AGENT, calls: [{ to: POOL, selector: REMOVE, calls: [{ to: AGENT, valueWei: 5n }] }, borrow] } },
    },
    { when: 'a swap, which calls back by design', tx: leaving(calldata('0x022c0d9f', 1n, 0n, AGENT, 128n), [borrow]) },
    { when: 'a question of the sender’s own contract', tx: leaving(REMOVE, [ask(POOL, VIRTUAL_PRICE, 2_000n)]) },
    { when: 'a question for a balance', tx: leaving(REMOVE, [{ ...borrow, calls: [ask(POOL, '0x70a08231', 900n)] }]) },
  ],
);
