import detector from '../../src/detectors/stablecoin-depeg.js';
import { address, syncLog, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const POOL = address('pool');
const [DOLLAR, STEADY] = [address('a-dollar'), address('b-steady')];
const labels = { [DOLLAR]: 'stablecoin' as const, [STEADY]: 'stablecoin' as const };
const M = 10n ** 6n;
/** Token 0 is sold until a unit of it brings so much. */
const traded = (reserve0: bigint, reserve1: bigint) => ({
  to: address('router'),
  logs: [
    transferLog(DOLLAR, address('trader'), POOL, 5n),
    transferLog(STEADY, POOL, address('trader'), 5n),
    syncLog(POOL, reserve0 * M, reserve1 * M),
  ],
});
const even = { history: { reservesOf: () => ({ reserve0: 800_000n * M, reserve1: 800_000n * M }) }, decimals: 6 };

detectorTables(
  detector,
  [
    {
      when: 'a dollar at 0.87',
      tx: traded(860_000n, 745_000n),
      context: { ...even, labels },
      severity: 'high',
      subject: DOLLAR,
      evidence: { against: STEADY, pool: POOL },
    },
    {
      when: 'a dollar at 0.95, by its price',
      tx: traded(820_000n, 780_000n),
      context: { ...even, priceUsd: 1 },
      severity: 'medium',
      subject: DOLLAR,
    },
    { when: 'the other one', tx: traded(745_000n, 860_000n), context: { ...even, labels }, severity: 'high', subject: STEADY },
  ],
  [
    { when: 'a dollar at 0.99', tx: traded(803_000n, 797_000n), context: { ...even, labels } },
    {
      when: 'a pool that was off before',
      tx: traded(860_000n, 745_000n),
      context: { ...even, labels, history: { reservesOf: () => ({ reserve0: 861_000n * M, reserve1: 744_000n * M }) } },
    },
    { when: 'a pool of other tokens', tx: traded(860_000n, 745_000n), context: even },
    {
      when: 'a small pool',
      tx: traded(860n, 745n),
      context: { decimals: 6, labels, history: { reservesOf: () => ({ reserve0: 800n * M, reserve1: 800n * M }) } },
    },
  ],
);
