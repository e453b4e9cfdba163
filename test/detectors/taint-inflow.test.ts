import detector from '../../src/detectors/taint-inflow.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const ROBBER = address('robber');
const taint = (hops: number, share = 1) => ({
  taintOf: (one: string) => (one === ATTACKER ? { origin: ROBBER, hops, share, at: NOW - 600 } : null),
});
const pays = (amount: bigint) => ({ from: ATTACKER, to: TOKEN, logs: [transferLog(TOKEN, ATTACKER, VICTIM, amount)] });
const stable = { priceUsd: 1, decimals: 0 };

detectorTables(
  detector,
  [
    {
      when: 'twenty thousand from an account that lives on a robbery',
      tx: pays(20_000n),
      context: { ...stable, history: taint(1) },
      severity: 'medium',
      subject: VICTIM,
      evidence: { origin: ROBBER, hops: 2, usd: 20_000 },
    },
    { when: 'less', tx: pays(2_000n), context: { ...stable, history: taint(1) }, severity: 'low', subject: VICTIM },
    {
      when: 'an exchange that receives it',
      tx: pays(2_000n),
      context: { ...stable, history: taint(1), labels: { [VICTIM]: 'exchange' } },
      severity: 'medium',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a small sum', tx: pays(200n), context: { ...stable, history: taint(1) } },
    { when: 'a sum of which little is tainted', tx: pays(5_000n), context: { ...stable, history: taint(1, 0.11) } },
    { when: 'a clean payer', tx: pays(20_000n), context: stable },
    {
      when: 'a flagged payer, of whom another detector speaks',
      tx: pays(20_000n),
      context: { ...stable, labels: { [ATTACKER]: 'exploiter' } },
    },
    {
      when: 'taint of last year',
      tx: pays(20_000n),
      context: { ...stable, history: { taintOf: () => ({ origin: ROBBER, hops: 1, share: 1, at: NOW - 365 * 86_400 }) } },
    },
    {
      when: 'an exchange’s own payments',
      tx: pays(20_000n),
      context: { ...stable, history: taint(1), labels: { [ATTACKER]: 'exchange' } },
    },
  ],
);
