import detector from '../../src/detectors/launder-swap-to-native.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const ROBBER = address('robber');
const taint = (hops: number, share = 1) => ({
  taintOf: (one: string) => (one === ATTACKER ? { origin: ROBBER, hops, share, at: NOW - 600 } : null),
});
const POOL = address('pool');
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const swapped = {
  from: ATTACKER,
  to: address('router'),
  logs: [transferLog(TOKEN, ATTACKER, POOL, 9_000n), transferLog(WETH, POOL, ATTACKER, 3n * 10n ** 18n)],
};

detectorTables(
  detector,
  [
    {
      when: 'an attacker who sells for wrapped coins',
      tx: swapped,
      context: { history: taint(0) },
      severity: 'medium',
      subject: ATTACKER,
      evidence: { token: TOKEN, amount: '9000', origin: ROBBER },
    },
    {
      when: 'a large sum',
      tx: swapped,
      context: { history: taint(1), priceUsd: 20_000, decimals: 18 },
      severity: 'high',
      subject: ATTACKER,
    },
    {
      when: 'native coins',
      tx: {
        ...swapped,
        logs: swapped.logs.slice(0, 1),
        trace: { to: address('router'), calls: [{ to: ATTACKER, valueWei: 3n * 10n ** 18n }] },
      },
      context: { history: taint(0) },
      severity: 'medium',
      subject: ATTACKER,
    },
  ],
  [
    { when: 'honest people', tx: swapped },
    { when: 'who is three hands away', tx: swapped, context: { history: taint(3) } },
    {
      when: 'a purchase of tokens',
      tx: { ...swapped, logs: [transferLog(WETH, ATTACKER, POOL, 5n), transferLog(TOKEN, POOL, ATTACKER, 9n)] },
      context: { history: taint(0) },
    },
    {
      when: 'a swap of one token into another',
      tx: { ...swapped, logs: [transferLog(TOKEN, ATTACKER, POOL, 5n), transferLog(address('coin'), POOL, ATTACKER, 9n)] },
      context: { history: taint(0) },
    },
  ],
);
