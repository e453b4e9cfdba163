import detector from '../../src/detectors/governance-flash-vote.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { calldata, flashLoan, swapV2, transfer } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const LENDER = address('lender');
const HOUSE = address('house');
const vote = { to: HOUSE, selector: calldata('0x56781388', 7n, 1n) };

detectorTables(
  detector,
  [
    {
      when: 'a vote while a loan is out',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, 900n, [vote])] } },
      severity: 'critical',
      subject: HOUSE,
      evidence: { lender: LENDER },
    },
    {
      when: 'a vote with tokens that were just bought',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [swapV2(address('pool'), 0n, 900n, AGENT, [transfer(TOKEN, AGENT, 900n)]), vote] } },
      severity: 'high',
      subject: HOUSE,
      evidence: { lender: null },
    },
  ],
  [
    { when: 'a plain vote', tx: { trace: vote } },
    { when: 'a vote by a wallet of several', tx: { trace: { to: AGENT, calls: [vote, { to: address('log') }] } } },
    { when: 'a loan without a vote', tx: { trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, 900n, [])] } } },
    {
      when: 'a vote that fails',
      tx: { trace: { to: AGENT, calls: [flashLoan(LENDER, AGENT, TOKEN, 900n, [{ ...vote, failed: true }])] } },
    },
  ],
);
