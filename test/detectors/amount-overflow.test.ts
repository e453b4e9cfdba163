import detector from '../../src/detectors/amount-overflow.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const COIN = address('coin');
const BATCH = '0x83f12fec';
const call = (amount: bigint, selector: `0x${string}` = BATCH) => ({
  from: ATTACKER,
  trace: { to: COIN, selector: calldata(selector, 64n, amount, 2n) },
});

detectorTables(
  detector,
  [
    {
      when: 'half of all numbers, twice',
      tx: call(2n ** 255n),
      severity: 'high',
      subject: COIN,
      evidence: { argument: 2, selector: BATCH },
    },
    { when: 'a little more than half', tx: call(2n ** 255n + 5_000n), severity: 'high', subject: COIN },
    { when: 'a little less than a sixteenth of all numbers', tx: call(9n * 2n ** 252n - 1n - 255n), severity: 'high', subject: COIN },
  ],
  [
    { when: 'everything there is, which programs use for “all”', tx: call(2n ** 256n - 1n) },
    { when: 'the largest signed number', tx: call(2n ** 255n - 1n) },
    { when: 'a sum that exists', tx: call(10n ** 27n) },
    { when: 'an allowance', tx: call(2n ** 255n, '0x095ea7b3') },
    {
      when: 'a call that fails',
      tx: { from: ATTACKER, trace: { to: COIN, selector: calldata(BATCH, 64n, 2n ** 255n, 2n), failed: true } },
    },
    {
      when: 'a transaction of many calls',
      tx: { trace: { to: COIN, selector: calldata(BATCH, 64n, 2n ** 255n), calls: [1, 2, 3, 4].map(() => ({ to: address('other') })) } },
    },
    { when: 'a payment without data', tx: { trace: { to: COIN, valueWei: 5n } } },
  ],
);
