import detector from '../../src/detectors/launder-peel-chain.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const ROBBER = address('robber');
const _taint = (hops: number, share = 1) => ({
  taintOf: (one: string) => (one === ATTACKER ? { origin: ROBBER, hops, share, at: NOW - 600 } : null),
});
const NEXT = address('next');
const ETHER = 10n ** 18n;
const pays = { from: ATTACKER, to: NEXT, valueWei: 9n * ETHER };
const PREVIOUS = address('previous');
const chain = (hops: number) => ({
  taintOf: (one: string) => (one === ATTACKER || one === PREVIOUS ? { origin: ROBBER, hops, share: 1, at: NOW - 600 } : null),
  fundingOf: () => ({ from: PREVIOUS, by: PREVIOUS, at: NOW - 600, amountWei: 10n * ETHER, source: 'other' as const }),
});

detectorTables(
  detector,
  [
    {
      when: 'the third hand, to a fresh account',
      tx: pays,
      context: { history: chain(2) },
      severity: 'medium',
      subject: NEXT,
      evidence: { origin: ROBBER, hops: 3 },
    },
    { when: 'a large sum', tx: pays, context: { priceUsd: 2_000, decimals: 18, history: chain(4) }, severity: 'high', subject: NEXT },
  ],
  [
    { when: 'the second hand', tx: pays, context: { history: chain(1) } },
    { when: 'an account that is known', tx: pays, context: { history: { ...chain(3), firstSeenAt: () => NOW - 86_400 } } },
    { when: 'a contract', tx: pays, context: { history: chain(3), code: { [NEXT]: 'some' } } },
    {
      when: 'a payer that lives on honest money',
      tx: pays,
      context: {
        history: {
          ...chain(3),
          fundingOf: () => ({ from: address('bank'), by: address('bank'), at: NOW - 600, amountWei: ETHER, source: 'other' as const }),
        },
      },
    },
    { when: 'clean money', tx: pays },
  ],
);
