import detector from '../../src/detectors/stablecoin-blocklisted.js';
import { address, log, TOKEN, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const NOW = 1_700_000_000;
const FROZEN = '0xffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855';
const ADDED = '0x42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc';
const VAULT = address('vault');
const freeze = { to: TOKEN, logs: [log(TOKEN, FROZEN, [VICTIM])] };
const deals = { paidBy: () => [VAULT], createdAt: (one: string) => (one === VAULT ? NOW - 900 : null) };
const labels = { [TOKEN]: 'stablecoin' as const };

detectorTables(
  detector,
  [
    {
      when: 'an account that has dealt with a contract',
      tx: freeze,
      context: { labels, history: deals },
      severity: 'medium',
      subject: VICTIM,
      evidence: { counterparties: [VAULT] },
    },
    {
      when: 'a protocol’s contract',
      tx: freeze,
      context: { labels: { ...labels, [VICTIM]: 'defi' } },
      severity: 'high',
      subject: VICTIM,
      evidence: { isContract: true },
    },
    {
      when: 'the event of another issuer',
      tx: { to: TOKEN, logs: [log(TOKEN, ADDED, [], [VICTIM])] },
      context: { labels, history: deals },
      severity: 'medium',
      subject: VICTIM,
    },
  ],
  [
    { when: 'an account that deals with nobody', tx: freeze, context: { labels } },
    {
      when: 'a token that people gamble with',
      tx: freeze,
      context: { history: { ...deals, tradersOf: () => ({ buyers: [VICTIM], sellers: [], failedSellers: [] }) } },
    },
    { when: 'no such event', tx: { to: TOKEN, logs: [] }, context: { labels } },
  ],
);
