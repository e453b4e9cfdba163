import detector from '../../src/detectors/gas-outlier.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const HOUSE = address('house');
const call = (gasUsed: number) => ({ from: ATTACKER, to: HOUSE, input: '0x12345678' as const, gasUsed });
const known = (calls: number, most: number) => ({
  history: {
    functionOf: () => ({
      calls,
      gasMax: Math.log1p(most),
      gasMean: Math.log1p(most / 2),
      soleSender: null,
      lastSender: ATTACKER,
      lastBlock: 99,
      callsInLastBlock: 1,
    }),
  },
});

detectorTables(
  detector,
  [
    {
      when: 'a hundred times the most',
      tx: call(9_000_000),
      context: known(30, 90_000),
      severity: 'low',
      subject: HOUSE,
      evidence: { gas: 9_000_000, mostBefore: 90_000, calls: 30 },
    },
    { when: 'six times the most', tx: call(1_200_000), context: known(30, 200_000), severity: 'low', subject: HOUSE },
  ],
  [
    { when: 'twice the most', tx: call(1_200_000), context: known(30, 600_000) },
    { when: 'little gas in all', tx: call(300_000), context: known(30, 30_000) },
    { when: 'a function that is seldom called', tx: call(9_000_000), context: known(5, 90_000) },
    { when: 'a function that is new', tx: call(9_000_000) },
  ],
);
