import detector from '../../src/detectors/token-rug-liquidity-pull.js';
import { ATTACKER, address, syncLog, TOKEN, transferLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const POOL = address('pool');
const pulled = (left: bigint) => ({
  from: ATTACKER,
  to: address('router'),
  logs: [syncLog(POOL, left, left), transferLog(TOKEN, POOL, ATTACKER, 5n)],
});
const history = {
  reservesOf: () => ({ reserve0: 1_000n, reserve1: 1_000n }),
  creatorOf: (one: string) => (one === TOKEN ? ATTACKER : null),
  tradersOf: () => ({ buyers: [address('one')], sellers: [], failedSellers: [] }),
};

detectorTables(
  detector,
  [
    {
      when: 'nearly all of it',
      tx: pulled(10n),
      context: { history },
      severity: 'high',
      subject: TOKEN,
      evidence: { pool: POOL, share: 0.99, buyers: 1 },
    },
    {
      when: 'a token that nobody bought yet',
      tx: pulled(10n),
      context: { history: { ...history, tradersOf: () => ({ buyers: [], sellers: [], failedSellers: [] }) } },
      severity: 'medium',
      subject: TOKEN,
    },
  ],
  [
    { when: 'a third', tx: pulled(670n), context: { history } },
    {
      when: 'a trade that takes one side',
      tx: { ...pulled(10n), logs: [syncLog(POOL, 10n, 100_000n), transferLog(TOKEN, POOL, ATTACKER, 5n)] },
      context: { history },
    },
    { when: 'somebody who did not make the token', tx: pulled(10n), context: { history: { ...history, creatorOf: () => null } } },
    { when: 'a pool that was not seen before', tx: pulled(10n), context: { history: { ...history, reservesOf: () => null } } },
  ],
);
