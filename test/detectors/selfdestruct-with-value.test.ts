import detector from '../../src/detectors/selfdestruct-with-value.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const WALLET = address('wallet');
const ETHER = 10n ** 18n;
const end = (valueWei: bigint) => ({ to: ATTACKER, by: WALLET, kind: 'SELFDESTRUCT' as const, valueWei });
const killed = (valueWei: bigint) => ({ from: ATTACKER, trace: { to: WALLET, selector: '0xcbf0b0c0' as const, calls: [end(valueWei)] } });

detectorTables(
  detector,
  [
    {
      when: 'a stranger who ends a wallet with coins in it',
      tx: killed(9n * ETHER),
      severity: 'high',
      subject: WALLET,
      evidence: { beneficiary: ATTACKER, valueWei: String(9n * ETHER) },
    },
    {
      when: 'a wallet that somebody else made',
      tx: killed(ETHER),
      context: { history: { creatorOf: () => address('owner') } },
      severity: 'high',
      subject: WALLET,
    },
  ],
  [
    { when: 'an empty one', tx: killed(0n) },
    { when: 'its own maker', tx: killed(9n * ETHER), context: { history: { creatorOf: () => ATTACKER } } },
    {
      when: 'a helper of this transaction',
      tx: {
        from: ATTACKER,
        trace: {
          to: address('agent'),
          calls: [
            { to: WALLET, kind: 'CREATE' as const },
            { to: WALLET, calls: [end(ETHER)] },
          ],
        },
      },
    },
    { when: 'an end that was undone', tx: { from: ATTACKER, trace: { to: WALLET, failed: true, calls: [end(9n * ETHER)] } } },
  ],
);
