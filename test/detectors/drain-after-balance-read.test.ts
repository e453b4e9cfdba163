import detector from '../../src/detectors/drain-after-balance-read.js';
import { ATTACKER, address, TOKEN } from '../support/build-transaction.js';
import { balanceOf, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const STAKING = address('staking');
const read = (balance: bigint) => balanceOf(TOKEN, STAKING, balance);
const payout = (amount: bigint) => ({ to: STAKING, selector: '0x12345678' as const, calls: [transfer(TOKEN, AGENT, amount)] });

detectorTables(
  detector,
  [
    {
      when: 'all that was asked for',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [read(9_000n), payout(9_000n)] } },
      severity: 'high',
      subject: STAKING,
      evidence: { share: 1, amount: '9000', before: '9000' },
    },
    {
      when: 'the balance before, less what moved until the question',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [payout(1_000n), read(8_000n), payout(8_000n)] } },
      severity: 'high',
      subject: STAKING,
      evidence: { before: '9000' },
    },
  ],
  [
    { when: 'a part of it', tx: { trace: { to: AGENT, calls: [read(9_000n), payout(4_000n)] } } },
    {
      when: 'a question of somebody else',
      tx: {
        trace: {
          to: AGENT,
          calls: [{ to: STAKING, selector: '0x12345678' as const, calls: [read(9_000n), transfer(TOKEN, AGENT, 9_000n)] }],
        },
      },
    },
    {
      when: 'who gave some of that token',
      tx: { trace: { to: AGENT, calls: [read(9_000n), transferFrom(TOKEN, AGENT, STAKING, 100n), payout(9_100n)] } },
    },
    {
      when: 'a person’s tokens, taken by an allowance',
      tx: { trace: { to: AGENT, calls: [balanceOf(TOKEN, address('person'), 900n), transferFrom(TOKEN, address('person'), AGENT, 900n)] } },
    },
    { when: 'dust', tx: { trace: { to: AGENT, calls: [read(9n), payout(9n)] } } },
  ],
);
