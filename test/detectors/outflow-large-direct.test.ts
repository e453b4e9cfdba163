import detector from '../../src/detectors/outflow-large-direct.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const HOUSE = address('house');
const stable = { priceUsd: 1, decimals: 0 };
const payout = (amount: bigint) => ({
  from: ATTACKER,
  logs: [transferLog(TOKEN, HOUSE, ATTACKER, amount)],
  trace: { to: HOUSE, selector: '0x3ccfd60b' as const, calls: [transfer(TOKEN, ATTACKER, amount)] },
});

detectorTables(
  detector,
  [
    {
      when: 'a million from a contract of unknown past',
      tx: payout(1_000_000n),
      context: stable,
      severity: 'medium',
      subject: HOUSE,
      evidence: { usd: 1_000_000 },
    },
    {
      when: 'a million from a contract that was watched since it exists',
      tx: payout(1_000_000n),
      context: { ...stable, history: { createdAt: () => 1_600_000_000 } },
      severity: 'high',
      subject: HOUSE,
    },
    { when: 'ten millions', tx: payout(10_000_000n), context: stable, severity: 'high', subject: HOUSE },
    {
      when: 'ten times what was brought',
      tx: payout(1_000_000n),
      context: { ...stable, history: { broughtBy: () => 100_000n } },
      severity: 'medium',
      subject: HOUSE,
    },
  ],
  [
    {
      when: 'what the sender brought before, with its yield',
      tx: payout(1_000_000n),
      context: { ...stable, history: { broughtBy: () => 900_000n } },
    },
    { when: 'the maker of the contract', tx: payout(1_000_000n), context: { ...stable, history: { creatorOf: () => ATTACKER } } },
    { when: 'less', tx: payout(400_000n), context: stable },
    {
      when: 'a pull by allowance',
      tx: { from: ATTACKER, trace: transferFrom(TOKEN, address('owner'), ATTACKER, 1_000_000n) },
      context: stable,
    },
    { when: 'a token without a price', tx: payout(1_000_000n) },
  ],
);
