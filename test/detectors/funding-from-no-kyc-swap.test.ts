import detector from '../../src/detectors/funding-from-no-kyc-swap.js';
import { address } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const PAYER = address('payer');
const NEW = address('new');
const pays = { from: PAYER, to: NEW, valueWei: 10n ** 18n };
const labelled = { labels: { [PAYER]: 'no-kyc-swap' as const } };

detectorTables(
  detector,
  [
    {
      when: 'the first coins of an account from a labelled payer',
      tx: pays,
      context: labelled,
      severity: 'low',
      subject: NEW,
      evidence: { payer: PAYER },
    },
  ],
  [
    { when: 'an account that was seen before', tx: pays, context: { ...labelled, history: { firstSeenAt: () => 5 } } },
    { when: 'a payer without a label', tx: pays },
    { when: 'an exchange', tx: pays, context: { labels: { [PAYER]: 'exchange' } } },
    { when: 'nothing paid', tx: { ...pays, valueWei: 0n }, context: labelled },
  ],
);
