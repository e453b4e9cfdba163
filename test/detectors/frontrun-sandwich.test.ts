import detector from '../../src/detectors/frontrun-sandwich.js';
import { ATTACKER, address, log, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const POOL = address('pool');
const SWAP_V2 = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';
/** The pool's first token goes in, or out. */
const swapLog = (isZeroIn: boolean) => log(POOL, SWAP_V2, [ATTACKER, ATTACKER], isZeroIn ? [5n, 0n, 0n, 5n] : [0n, 5n, 5n, 0n]);
const BOT = address('bot');
const ROUTER = address('router');
const back = { from: ATTACKER, to: BOT, index: 9, logs: [swapLog(false)] };
const earlier = (...swaps: readonly { from: typeof BOT; to: typeof BOT; isZeroIn: boolean; index: number }[]) => ({
  history: { swapsInBlock: () => swaps },
});
const front = { from: ATTACKER, to: BOT, isZeroIn: true, index: 4 };
const victim = { from: VICTIM, to: ROUTER, isZeroIn: true, index: 6 };

detectorTables(
  detector,
  [
    {
      when: 'a trade before and back after somebody’s',
      tx: back,
      context: earlier(front, victim),
      severity: 'low',
      subject: VICTIM,
      evidence: { frontIndex: 4, victimIndex: 6, backIndex: 9 },
    },
    {
      when: 'two accounts with one contract',
      tx: back,
      context: earlier({ ...front, from: address('second') }, victim),
      severity: 'low',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a back-run alone', tx: back, context: earlier(victim) },
    { when: 'nobody in between', tx: back, context: earlier(front) },
    { when: 'somebody who trades the other way', tx: back, context: earlier(front, { ...victim, isZeroIn: false }) },
    {
      when: 'a public router that many use',
      tx: { ...back, to: ROUTER, from: address('third') },
      context: { ...earlier({ ...front, to: ROUTER }, victim), labels: { [ROUTER]: 'defi' } },
    },
    { when: 'a second trade the same way', tx: { ...back, logs: [swapLog(true)] }, context: earlier(front, victim) },
  ],
);
