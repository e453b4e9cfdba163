import detector from '../../src/detectors/same-origin-repeat.js';
import { ATTACKER, address, TOKEN, transferLog } from '../support/build-transaction.js';
import { transfer, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const FARM = address('farm');
const CLAIM = '0x4e71d92d';
const times = (count: number, each: object) => ({
  from: ATTACKER,
  trace: { to: AGENT, calls: Array.from({ length: count }, () => each as { to: typeof FARM }) },
});
const claim = { to: FARM, selector: CLAIM, calls: [transfer(TOKEN, AGENT, 700n)] };

detectorTables(
  detector,
  [
    {
      when: 'the fifth gain of one block by the same function',
      tx: { from: ATTACKER, to: FARM, input: CLAIM, logs: [transferLog(TOKEN, FARM, ATTACKER, 700n)] },
      context: {
        history: {
          functionOf: () => ({
            calls: 9,
            gasMax: 1,
            gasMean: 1,
            soleSender: null,
            lastSender: ATTACKER,
            lastBlock: 100,
            callsInLastBlock: 4,
          }),
        },
      },
      severity: 'medium',
      subject: FARM,
      evidence: { calls: 5, inBlock: true },
    },
    {
      when: 'twelve claims in one transaction',
      tx: times(12, claim),
      severity: 'high',
      subject: FARM,
      evidence: { calls: 12, selector: CLAIM },
    },
    { when: 'ten, which is the line', tx: times(10, claim), severity: 'high', subject: FARM },
  ],
  [
    {
      when: 'the fourth of a block',
      tx: { from: ATTACKER, to: FARM, input: CLAIM, logs: [transferLog(TOKEN, FARM, ATTACKER, 700n)] },
      context: {
        history: {
          functionOf: () => ({
            calls: 9,
            gasMax: 1,
            gasMean: 1,
            soleSender: null,
            lastSender: ATTACKER,
            lastBlock: 100,
            callsInLastBlock: 3,
          }),
        },
      },
    },
    {
      when: 'somebody else’s turn',
      tx: { from: address('other'), to: FARM, input: CLAIM, logs: [transferLog(TOKEN, FARM, address('other'), 700n)] },
      context: {
        history: {
          functionOf: () => ({
            calls: 9,
            gasMax: 1,
            gasMean: 1,
            soleSender: null,
            lastSender: ATTACKER,
            lastBlock: 100,
            callsInLastBlock: 4,
          }),
        },
      },
    },
    { when: 'nine', tx: times(9, claim) },
    { when: 'calls that move nothing', tx: times(12, { to: FARM, selector: CLAIM }) },
    { when: 'payments to many people', tx: times(12, transfer(TOKEN, address('somebody'), 700n)) },
    {
      when: 'a buyer who pays each time',
      tx: times(12, { to: FARM, selector: CLAIM, calls: [transferFrom(TOKEN, AGENT, FARM, 700n)] }),
      context: { priceUsd: 1, decimals: 0 },
    },
  ],
);
