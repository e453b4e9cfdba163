import detector from '../../src/detectors/address-poisoning-dust.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const LOOKALIKE = address('look-alike');
const TRUE_ONE = address('true-one');
const dust = (amount: bigint) => ({ from: ATTACKER, to: TOKEN, logs: [transferLog(TOKEN, LOOKALIKE, VICTIM, amount)] });
const knows = { lookalikeOf: (owner: string, other: string) => (owner === VICTIM && other === LOOKALIKE ? TRUE_ONE : null) };

detectorTables(
  detector,
  [
    {
      when: 'a cent from a look-alike',
      tx: dust(10_000n),
      context: { priceUsd: 1, decimals: 6, history: knows },
      severity: 'medium',
      subject: VICTIM,
      evidence: { lookalike: LOOKALIKE, imitated: TRUE_ONE },
    },
    {
      when: 'a thousandth of the holdings, without a price',
      tx: dust(10n),
      context: { history: { ...knows, holdingsOf: () => 10_000n } },
      severity: 'medium',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a real sum', tx: dust(800_000_000n), context: { priceUsd: 1, decimals: 6, history: knows } },
    { when: 'somebody who looks like nobody', tx: dust(10_000n), context: { priceUsd: 1, decimals: 6 } },
    { when: 'an unknown price and unknown holdings', tx: dust(10n), context: { history: knows } },
    { when: 'nothing', tx: dust(0n), context: { priceUsd: 1, decimals: 6, history: knows } },
  ],
);
