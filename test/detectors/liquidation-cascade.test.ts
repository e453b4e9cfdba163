import detector from '../../src/detectors/liquidation-cascade.js';
import { address, log, VICTIM } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const MARKET = address('market');
const CALL = '0xe413a321e8681d831f4dbccbca790d2952b56f977908e45be37335533e005286';
const BORROW = '0x298637f684da70674f26509b10f07ec2fbc77a335ab1e7d6215a4b2484d8bb52';
const liquidated = { to: MARKET, logs: [log(MARKET, CALL, [address('weth'), address('usd'), VICTIM], [900n, 5n, address('keeper'), 0n])] };
const times = (...secondsAgo: readonly number[]) => ({
  history: { liquidationsOf: () => secondsAgo.map((seconds) => ({ at: NOW - seconds })), watchedSince: () => NOW - 10 * 86_400 },
});

detectorTables(
  detector,
  [
    {
      when: 'a market of its own kind, by the function’s name',
      tx: { to: MARKET, input: calldata('0x2f865568', VICTIM) },
      context: times(900, 600, 500, 400),
      severity: 'medium',
      subject: MARKET,
    },
    {
      when: 'the fifth within an hour',
      tx: liquidated,
      context: times(900, 600, 500, 400),
      severity: 'medium',
      subject: MARKET,
      evidence: { market: MARKET, count: 5 },
    },
    {
      when: 'the event of another kind of market',
      tx: { to: MARKET, logs: [log(MARKET, BORROW, [], [address('keeper'), VICTIM, 900n, MARKET, 5n])] },
      context: times(900, 600, 500, 400),
      severity: 'medium',
      subject: MARKET,
    },
  ],
  [
    { when: 'one of the usual kind', tx: liquidated, context: times(86_400) },
    {
      when: 'a market that always has many',
      tx: liquidated,
      context: times(...Array.from({ length: 400 }, (_, i) => 7_200 + i * 1_800), 900, 600, 500, 400),
    },
    { when: 'no liquidation', tx: { to: MARKET }, context: times(900, 600, 500, 400) },
  ],
);
