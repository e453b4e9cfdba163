import detector from '../../src/detectors/delegation-7702-sweeper.js';
import { ATTACKER, address, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const DELEGATE = address('delegate');
const ETHER = 10n ** 18n;
const swept = (out: bigint, to = ATTACKER) => ({
  valueWei: 5n * ETHER,
  trace: { to: VICTIM, valueWei: 5n * ETHER, calls: [{ to, valueWei: out }] },
});
const delegation = (delegate: typeof VICTIM, paidWei = 0n) => ({
  history: { delegationOf: (one: string) => (one === VICTIM ? { delegate, at: NOW - 600, paidInBlock: 100, paidWei } : null) },
});

detectorTables(
  detector,
  [
    {
      when: 'a payment that goes on at once',
      tx: swept(5n * ETHER),
      context: delegation(DELEGATE),
      severity: 'high',
      subject: VICTIM,
      evidence: { delegate: DELEGATE, receiver: ATTACKER },
    },
    {
      when: 'what was paid earlier in the block',
      tx: { from: ATTACKER, trace: { to: VICTIM, calls: [{ to: address('purse'), valueWei: 4n * ETHER }] } },
      context: delegation(DELEGATE, 4n * ETHER),
      severity: 'high',
      subject: VICTIM,
    },
  ],
  [
    { when: 'an account that delegates to nothing', tx: swept(5n * ETHER) },
    { when: 'a delegation that was taken back', tx: swept(5n * ETHER), context: delegation(address('')) },
    { when: 'a part of it', tx: swept(2n * ETHER), context: delegation(DELEGATE) },
    { when: 'a known wallet’s code', tx: swept(5n * ETHER), context: { ...delegation(DELEGATE), labels: { [DELEGATE]: 'defi' } } },
    { when: 'the account’s own transaction', tx: { ...swept(5n * ETHER), from: VICTIM }, context: delegation(DELEGATE) },
  ],
);
