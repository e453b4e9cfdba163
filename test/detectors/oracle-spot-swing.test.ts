import detector from '../../src/detectors/oracle-spot-swing.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { calldata, getReserves, swapV2, transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const POOL = address('pool');
const MARKET = address('market');
const BORROW = calldata('0xc5ebeaec', 900n);
const trade = swapV2(POOL, 0n, 500n, AGENT);
const asked = { to: POOL, kind: 'STATICCALL' as const, selector: '0x0902f1ac' as const };
const deposit = { to: MARKET, selector: calldata('0xb6b55f25', 900n), calls: [asked] };

detectorTables(
  detector,
  [
    {
      when: 'a price that is moved, relied on, and moved back',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [trade, deposit, trade] } },
      severity: 'high',
      subject: MARKET,
      evidence: { pool: POOL, isBetween: true },
    },
    {
      when: 'a loan at the moved price',
      tx: {
        from: ATTACKER,
        trace: { to: AGENT, calls: [trade, { to: MARKET, selector: BORROW, calls: [asked, transfer(TOKEN, AGENT, 900n)] }] },
      },
      severity: 'high',
      subject: MARKET,
      evidence: { isBetween: false },
    },
    {
      when: 'a price that is known to have moved far',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [getReserves(POOL, 1_000n, 1_000n), trade, { to: MARKET, selector: BORROW, calls: [getReserves(POOL, 2_000n, 500n)] }],
        },
      },
      severity: 'high',
      subject: MARKET,
    },
  ],
  [
    {
      when: 'a loan at a price that hardly moved',
      tx: {
        trace: {
          to: AGENT,
          calls: [
            getReserves(POOL, 100_000n, 100_000n),
            swapV2(POOL, 0n, 500n, AGENT),
            { to: MARKET, selector: BORROW, calls: [getReserves(POOL, 100_500n, 99_500n)] },
          ],
        },
      },
    },
    { when: 'a price that is read before the trade', tx: { trace: { to: AGENT, calls: [deposit, trade] } } },
    { when: 'a read that nobody borrows by', tx: { trace: { to: AGENT, calls: [trade, deposit] } } },
    {
      when: 'a router that asks the pool and trades in it',
      tx: { trace: { to: AGENT, calls: [trade, { to: address('router'), selector: calldata('0x38ed1739', 5n), calls: [asked, trade] }] } },
    },
  ],
);
