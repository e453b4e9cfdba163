import detector from '../../src/detectors/third-party-pull-sold.js';
import { ATTACKER, address, TOKEN, VICTIM } from '../support/build-transaction.js';
import { swapV2, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const ROUTER = address('router');
const POOL = address('pool');
const COIN = address('coin');
const stable = { priceUsd: 1, decimals: 0 };
const sold = (amount: bigint, ...more: readonly ReturnType<typeof transfer>[]) => ({
  from: ATTACKER,
  trace: {
    to: AGENT,
    calls: [
      { to: ROUTER, calls: [transferFrom(TOKEN, VICTIM, AGENT, amount)] },
      transfer(TOKEN, POOL, amount),
      swapV2(POOL, 0n, amount, AGENT, [transfer(COIN, AGENT, amount)]),
      ...more,
    ],
  },
});

detectorTables(
  detector,
  [
    {
      when: 'a pull that is sold in the same transaction',
      tx: sold(50_000n),
      context: stable,
      severity: 'high',
      subject: VICTIM,
      evidence: { owner: VICTIM, token: TOKEN, usd: 50_000 },
    },
    {
      when: 'a pull that passes through a third contract',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            {
              to: ROUTER,
              calls: [
                transferFrom(TOKEN, VICTIM, POOL, 50_000n),
                transfer(COIN, address('elsewhere'), 5n),
                { to: POOL, calls: [transfer(COIN, AGENT, 50_000n)] },
              ],
            },
          ],
        },
      },
      context: stable,
      severity: 'high',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a small sum', tx: sold(500n), context: stable },
    { when: 'an owner who is paid', tx: sold(50_000n, transfer(COIN, VICTIM, 49_000n)), context: stable },
    { when: 'the sender’s own tokens', tx: { ...sold(50_000n), from: VICTIM }, context: stable },
    { when: 'a token without a price', tx: sold(50_000n) },
  ],
);
