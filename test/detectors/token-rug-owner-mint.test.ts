import detector from '../../src/detectors/token-rug-owner-mint.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOBODY = address('');
const minted = (amount: bigint) => ({ from: ATTACKER, to: TOKEN, logs: [transferLog(TOKEN, NOBODY, ATTACKER, amount)] });
const history = {
  creatorOf: () => ATTACKER,
  supplyOf: () => 1_000n,
  tradersOf: () => ({ buyers: [address('one'), address('two')], sellers: [], failedSellers: [] }),
};

detectorTables(
  detector,
  [
    {
      when: 'nine times what there is',
      tx: minted(9_000n),
      context: { history },
      severity: 'high',
      subject: TOKEN,
      evidence: { supply: '1000', amount: '9000', buyers: 2 },
    },
    { when: 'as much as there is', tx: minted(1_000n), context: { history }, severity: 'high', subject: TOKEN },
  ],
  [
    { when: 'two percent', tx: minted(20n), context: { history } },
    { when: 'somebody who did not make it', tx: minted(9_000n), context: { history: { ...history, creatorOf: () => address('maker') } } },
    {
      when: 'a token that nobody bought',
      tx: minted(9_000n),
      context: { history: { ...history, tradersOf: () => ({ buyers: [], sellers: [], failedSellers: [] }) } },
    },
    { when: 'an unknown supply', tx: minted(9_000n), context: { history: { ...history, supplyOf: () => null } } },
    {
      when: 'a sale',
      tx: { from: ATTACKER, to: TOKEN, logs: [transferLog(TOKEN, ATTACKER, address('pool'), 9_000n)] },
      context: { history },
    },
  ],
);
