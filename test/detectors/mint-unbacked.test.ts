import detector from '../../src/detectors/mint-unbacked.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { mint, swapV2, transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const HELPER = address('helper');
const POOL = address('pool');
const OTHER = address('other-token');
const sold = [transfer(TOKEN, POOL, 9_000n), swapV2(POOL, 0n, 70n, AGENT, [transfer(OTHER, AGENT, 7_000n)])];

detectorTables(
  detector,
  [
    {
      when: 'a supply that doubles at a stranger’s word',
      tx: { from: ATTACKER, to: TOKEN, input: '0xa0712d68', logs: [transferLog(TOKEN, address(''), ATTACKER, 1_000n)] },
      context: { history: { creatorOf: (one: string) => (one === TOKEN ? VICTIM : null), supplyOf: () => 1_000n } },
      severity: 'high',
      subject: TOKEN,
      evidence: { supply: '1000' },
    },
    {
      when: 'a mint that is sold, with nothing given',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [mint(TOKEN, AGENT, 9_000n), ...sold] } },
      severity: 'high',
      subject: TOKEN,
      evidence: { minter: AGENT, amount: '9000' },
    },
    {
      when: 'a helper of this transaction as the minter',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            { to: HELPER, kind: 'CREATE' as const },
            { to: HELPER, calls: [mint(TOKEN, VICTIM, 9_000n)] },
          ],
        },
      },
      severity: 'high',
      subject: TOKEN,
      evidence: { minter: HELPER },
    },
  ],
  [
    {
      when: 'a mint for coins',
      tx: { from: ATTACKER, to: TOKEN, valueWei: 5n, logs: [transferLog(TOKEN, address(''), ATTACKER, 1_000n)] },
      context: { history: { creatorOf: (one: string) => (one === TOKEN ? VICTIM : null), supplyOf: () => 1_000n } },
    },
    {
      when: 'a mint for a deposit',
      tx: {
        from: ATTACKER,
        to: TOKEN,
        logs: [transferLog(OTHER, ATTACKER, TOKEN, 900n), transferLog(TOKEN, address(''), ATTACKER, 1_000n)],
      },
      context: { history: { creatorOf: (one: string) => (one === TOKEN ? VICTIM : null), supplyOf: () => 1_000n } },
    },
    {
      when: 'the maker’s own mint',
      tx: { from: VICTIM, to: TOKEN, logs: [transferLog(TOKEN, address(''), VICTIM, 1_000n)] },
      context: { history: { creatorOf: (one: string) => (one === TOKEN ? VICTIM : null), supplyOf: () => 1_000n } },
    },
    { when: 'a mint that stays with its minter', tx: { trace: { to: AGENT, calls: [mint(TOKEN, AGENT, 9_000n), { to: POOL }] } } },
    {
      when: 'a mint that is paid for',
      tx: {
        trace: { to: AGENT, calls: [transferFrom(OTHER, AGENT, TOKEN, 9_000n), mint(TOKEN, AGENT, 9_000n), transfer(TOKEN, POOL, 9_000n)] },
      },
    },
    {
      when: 'rewards that another contract mints',
      tx: { trace: { to: AGENT, calls: [{ to: address('farm'), calls: [mint(TOKEN, AGENT, 9_000n)] }, ...sold] } },
    },
    { when: 'an owner’s plain mint', tx: { from: ATTACKER, trace: mint(TOKEN, ATTACKER, 9_000n) } },
    {
      when: 'a token that is made in the same transaction',
      tx: { trace: { to: AGENT, calls: [{ to: TOKEN, kind: 'CREATE' as const }, mint(TOKEN, AGENT, 9_000n), ...sold] } },
    },
  ],
);
