import detector from '../../src/detectors/jit-liquidity.js';
import { ATTACKER, address, log, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const POOL = address('pool');
const REMOVED = '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c';
const [LOWER, UPPER] = [100n, 200n];
const topic = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`;
const leaves = { from: ATTACKER, to: address('manager'), index: 9, logs: [log(POOL, REMOVED, [ATTACKER, LOWER, UPPER], [800n, 5n, 5n])] };
const block = (by: typeof POOL, swapFrom: typeof POOL) => ({
  history: {
    positionsInBlock: () => [{ owner: ATTACKER, range: `${topic(LOWER)}${topic(UPPER)}`, liquidity: 800n, index: 4, by }],
    swapsInBlock: () => [{ from: swapFrom, to: address('router'), isZeroIn: true, index: 6 }],
  },
});

detectorTables(
  detector,
  [
    {
      when: 'liquidity around somebody’s swap',
      tx: leaves,
      context: block(ATTACKER, VICTIM),
      severity: 'info',
      subject: POOL,
      evidence: { provider: ATTACKER, trader: VICTIM, addIndex: 4, removeIndex: 9 },
    },
  ],
  [
    { when: 'liquidity that came in an earlier block', tx: leaves },
    { when: 'somebody else’s position of the same manager', tx: leaves, context: block(address('other'), VICTIM) },
    { when: 'a swap of one’s own', tx: leaves, context: block(ATTACKER, ATTACKER) },
    {
      when: 'fees that are collected without leaving',
      tx: { ...leaves, logs: [log(POOL, REMOVED, [ATTACKER, LOWER, UPPER], [0n, 0n, 0n])] },
      context: block(ATTACKER, VICTIM),
    },
  ],
);
