import detector from '../../src/detectors/flash-loan-foreign-call.js';
import { ATTACKER, address, type CallTree, TOKEN } from '../support/build-transaction.js';
import { calldata, flashLoan, swapV2, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const LENDER = address('lender');
const VAULT = address('vault');
const POOL = address('pool');
const SHARES = address('shares');
const SUM = 10n ** 24n;
const deposit: CallTree = { to: VAULT, selector: calldata('0xb6b55f25', SUM), calls: [transferFrom(TOKEN, AGENT, VAULT, SUM)] };
const payout: CallTree = { to: VAULT, selector: calldata('0x853828b6'), calls: [transfer(TOKEN, AGENT, SUM * 2n)] };
const loan = (...during: readonly CallTree[]) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, SUM, during)] },
});

detectorTables(
  detector,
  [
    {
      when: 'a vault that is gone in and out of with borrowed money, at a gain',
      tx: loan(deposit, payout),
      severity: 'high',
      subject: VAULT,
      evidence: { lender: LENDER, receiver: AGENT, selectors: ['0xb6b55f25', '0x853828b6'] },
    },
    {
      when: 'one foreign call beside trades',
      tx: loan(swapV2(POOL, 0n, 5n, AGENT, [transfer(SHARES, AGENT, 500n)]), payout),
      severity: 'high',
      subject: VAULT,
      evidence: { selectors: ['0x853828b6'] },
    },
  ],
  [
    { when: 'trades only', tx: loan(transfer(TOKEN, POOL, SUM), swapV2(POOL, 0n, 5n, AGENT, [transfer(TOKEN, AGENT, SUM * 2n)])) },
    {
      when: 'a trade by an unknown function: one token in, another out',
      tx: loan(
        { to: POOL, selector: '0x4798ce5b', calls: [transferFrom(TOKEN, AGENT, POOL, SUM), transfer(SHARES, AGENT, 5_000n)] },
        transfer(SHARES, address('market'), 5_000n),
        swapV2(address('market'), 0n, 1n, AGENT, [transfer(TOKEN, AGENT, SUM * 2n)]),
      ),
    },
    {
      when: 'a liquidation',
      tx: loan(
        {
          to: VAULT,
          selector: calldata('0x00a718a9', TOKEN, TOKEN, AGENT, SUM, false),
          calls: [transferFrom(TOKEN, AGENT, VAULT, SUM), transfer(TOKEN, AGENT, SUM * 2n)],
        },
        payout,
      ),
    },
    { when: 'a debt that moves, without a gain', tx: loan(deposit, { ...payout, calls: [transfer(TOKEN, AGENT, SUM)] }) },
    {
      when: 'the same calls after the loan',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, SUM, []), deposit, payout] } },
    },
    { when: 'no loan', tx: { from: ATTACKER, trace: { to: AGENT, calls: [deposit, payout] } } },
  ],
);
