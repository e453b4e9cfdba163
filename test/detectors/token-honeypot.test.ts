import detector from '../../src/detectors/token-honeypot.js';
import { address, log, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const POOL = address('pool');
const SWAP_V2 = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';
const SALE = calldata('0x791ac947', 5_000n, 0n, 160n, VICTIM, 2_000_000_000n, 2n, TOKEN, address('weth'));
const failed = { from: VICTIM, to: address('router'), input: SALE, status: 0 as const };
const traders = (sellers: readonly string[], failedSellers: readonly string[]) => ({
  history: {
    tradersOf: () => ({ buyers: [VICTIM], sellers: sellers.map(address), failedSellers: failedSellers.map(address) }),
    creatorOf: () => address('maker'),
  },
});
const taxed = (arrived: bigint) => ({
  from: VICTIM,
  to: address('router'),
  logs: [
    transferLog(TOKEN, VICTIM, POOL, arrived),
    transferLog(TOKEN, VICTIM, address('tax'), 1_000n - arrived),
    log(POOL, SWAP_V2, [VICTIM, VICTIM], [5n, 0n, 0n, 5n]),
  ],
});

detectorTables(
  detector,
  [
    {
      when: 'the third buyer who cannot sell',
      tx: failed,
      context: traders([], ['one', 'two']),
      severity: 'high',
      subject: TOKEN,
      evidence: { failedSellers: 3 },
    },
    {
      when: 'the same, where the maker alone could',
      tx: failed,
      context: traders(['maker'], ['one', 'two']),
      severity: 'high',
      subject: TOKEN,
    },
    {
      when: 'a sale of which a fiftieth arrives',
      tx: taxed(20n),
      context: traders([], []),
      severity: 'high',
      subject: TOKEN,
      evidence: { tax: 0.98 },
    },
  ],
  [
    { when: 'the first failure', tx: failed, context: traders([], []) },
    { when: 'a token that others sold', tx: failed, context: traders(['one'], ['two', 'three']) },
    { when: 'a sale that is taxed a little', tx: taxed(980n), context: traders([], []) },
    {
      when: 'who never bought it',
      tx: failed,
      context: { history: { tradersOf: () => ({ buyers: [], sellers: [], failedSellers: [address('one'), address('two')] }) } },
    },
  ],
);
