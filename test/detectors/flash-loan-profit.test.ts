import detector from '../../src/detectors/flash-loan-profit.js';
import { ATTACKER, address, type CallTree, TOKEN } from '../support/build-transaction.js';
import { balanceOf, calldata, flashLoan, transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const LENDER = address('lender');
const VAULT = address('vault');
const stable = { priceUsd: 1, decimals: 0 };
const payout = (amount: bigint): CallTree => ({ to: VAULT, selector: '0x12345678', calls: [transfer(TOKEN, AGENT, amount)] });
const loan = (...during: readonly CallTree[]) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, 900n, during)] },
});

detectorTables(
  detector,
  [
    {
      when: 'a gain of 20,000',
      tx: loan(payout(20_000n)),
      context: stable,
      severity: 'high',
      subject: VAULT,
      evidence: { usd: 20_000, lender: LENDER },
    },
    {
      when: 'most of what a contract held, where no price is known',
      tx: loan(balanceOf(TOKEN, VAULT, 9_000n), payout(8_000n)),
      severity: 'high',
      subject: VAULT,
      evidence: { usd: null },
    },
  ],
  [
    { when: 'the earnings of an arbitrage', tx: loan(payout(200n)), context: stable },
    {
      when: 'a liquidation',
      tx: loan(payout(20_000n), { to: VAULT, selector: calldata('0xf5e3c462', VAULT, 5n, TOKEN) }),
      context: stable,
    },
    { when: 'an unknown price and an unknown holding', tx: loan(payout(20_000n)) },
    { when: 'a gain without a loan', tx: { trace: { to: AGENT, calls: [payout(20_000n)] } }, context: stable },
  ],
);
