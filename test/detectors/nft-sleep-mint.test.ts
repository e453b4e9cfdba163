import detector from '../../src/detectors/nft-sleep-mint.js';
import { ATTACKER, address, nftTransferLog, TOKEN, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const moved = { from: ATTACKER, to: TOKEN, logs: [nftTransferLog(TOKEN, VICTIM, ATTACKER, 7n)] };
const made = { creatorOf: (one: string) => (one === TOKEN ? ATTACKER : null) };

detectorTables(
  detector,
  [
    {
      when: 'the maker who moves somebody’s piece',
      tx: moved,
      context: { history: made },
      severity: 'medium',
      subject: VICTIM,
      evidence: { collection: TOKEN, tokenId: '7' },
    },
    { when: 'a famous owner', tx: moved, context: { history: made, labels: { [VICTIM]: 'custodian' } }, severity: 'high', subject: VICTIM },
  ],
  [
    { when: 'an owner who moves it itself', tx: { ...moved, from: VICTIM }, context: { history: made } },
    { when: 'a mover that was allowed to', tx: moved, context: { history: { ...made, approvedAt: () => 1_699_000_000 } } },
    { when: 'somebody who did not make the collection', tx: moved },
    { when: 'a mint', tx: { ...moved, logs: [nftTransferLog(TOKEN, address(''), VICTIM, 7n)] }, context: { history: made } },
  ],
);
