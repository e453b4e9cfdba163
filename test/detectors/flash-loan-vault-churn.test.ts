import detector from '../../src/detectors/flash-loan-vault-churn.js';
import { ATTACKER, address, type CallTree, TOKEN } from '../support/build-transaction.js';
import { calldata, flashLoan, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const LENDER = address('lender');
const VAULT = address('vault');
const MARKET = address('market');
const churn = (gain: bigint): readonly CallTree[] => [
  { to: VAULT, selector: calldata('0xb6b55f25', 900n), calls: [transferFrom(TOKEN, AGENT, VAULT, 900n)] },
  { to: MARKET, selector: calldata('0xa0712d68', 900n) },
  { to: MARKET, selector: calldata('0xc5ebeaec', 900n) },
  { to: VAULT, selector: calldata('0x853828b6'), calls: [transfer(TOKEN, AGENT, 900n + gain)] },
];
const loan = (during: readonly CallTree[]) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, 900n, during)] },
});

detectorTables(
  detector,
  [
    {
      when: 'four functions of a vault and a lender, and a gain',
      tx: loan(churn(5_000n)),
      severity: 'high',
      subject: VAULT,
      evidence: { functions: 4, lender: LENDER },
    },
    {
      when: 'more of them',
      tx: loan([...churn(5_000n), { to: MARKET, selector: calldata('0x0e752702', 900n) }]),
      severity: 'high',
      subject: VAULT,
      evidence: { functions: 5 },
    },
  ],
  [
    { when: 'a debt that moves, without a gain', tx: loan(churn(0n)) },
    { when: 'three functions', tx: loan(churn(5_000n).slice(1)) },
    { when: 'the same function again and again', tx: loan([1, 2, 3, 4, 5].flatMap(() => churn(5_000n).slice(3))) },
    { when: 'a liquidation', tx: loan([...churn(5_000n), { to: MARKET, selector: calldata('0xf5e3c462', VAULT, 5n, TOKEN) }]) },
    { when: 'no loan', tx: { trace: { to: AGENT, calls: churn(5_000n) } } },
  ],
);
