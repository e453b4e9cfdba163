import detector from '../../src/detectors/access-control-first-caller.js';
import { ATTACKER, address, TOKEN, transferLog, VICTIM } from '../support/build-transaction.js';
import { calldata } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const HOUSE = address('house');
const AGENT = address('agent');
const OWNER = address('owner');
const SET_OWNER = calldata('0x13af4035', ATTACKER);
const INTERNAL_BURN = calldata('0x6161eb18', VICTIM, 5n);
const direct = { from: ATTACKER, trace: { to: HOUSE, selector: SET_OWNER } };

detectorTables(
  detector,
  [
    {
      when: 'a function of any name that only the maker ever called, by which a stranger gains',
      tx: { from: ATTACKER, to: HOUSE, input: '0x99887766', logs: [transferLog(TOKEN, HOUSE, ATTACKER, 900n)] },
      context: {
        history: {
          creatorOf: () => OWNER,
          functionOf: () => ({ calls: 3, gasMax: 1, gasMean: 1, soleSender: OWNER, lastSender: OWNER, lastBlock: 90, callsInLastBlock: 1 }),
        },
      },
      severity: 'high',
      subject: HOUSE,
      evidence: { lastCaller: OWNER },
    },
    {
      when: 'a stranger who makes itself the owner',
      tx: direct,
      severity: 'high',
      subject: HOUSE,
      evidence: { caller: ATTACKER, lastCaller: null },
    },
    {
      when: 'a stranger, where somebody else used the function before',
      tx: direct,
      context: { history: { lastCallerOf: () => OWNER } },
      severity: 'high',
      subject: HOUSE,
      evidence: { lastCaller: OWNER },
    },
    {
      when: 'the sender’s contract as the caller',
      tx: { from: ATTACKER, trace: { to: AGENT, calls: [{ to: HOUSE, selector: SET_OWNER }] } },
      severity: 'high',
      subject: HOUSE,
      evidence: { caller: AGENT },
    },
    {
      when: 'an internal function that was left open, whoever calls it',
      tx: { trace: { to: AGENT, calls: [{ to: address('router'), calls: [{ to: HOUSE, selector: INTERNAL_BURN }] }] } },
      severity: 'high',
      subject: HOUSE,
    },
  ],
  [
    {
      when: 'a function that others called as well',
      tx: { from: ATTACKER, to: HOUSE, input: '0x99887766', logs: [transferLog(TOKEN, HOUSE, ATTACKER, 900n)] },
      context: {
        history: {
          creatorOf: () => OWNER,
          functionOf: () => ({ calls: 3, gasMax: 1, gasMean: 1, soleSender: null, lastSender: OWNER, lastBlock: 90, callsInLastBlock: 1 }),
        },
      },
    },
    {
      when: 'a maker’s function by which nobody gains',
      tx: { from: ATTACKER, to: HOUSE, input: '0x99887766' },
      context: {
        history: {
          creatorOf: () => OWNER,
          functionOf: () => ({ calls: 3, gasMax: 1, gasMean: 1, soleSender: OWNER, lastSender: OWNER, lastBlock: 90, callsInLastBlock: 1 }),
        },
      },
    },
    { when: 'who made the contract', tx: direct, context: { history: { creatorOf: () => ATTACKER } } },
    { when: 'who used the function last', tx: direct, context: { history: { lastCallerOf: () => ATTACKER } } },
    {
      when: 'a contract that is made in the same transaction',
      tx: {
        from: ATTACKER,
        trace: {
          to: AGENT,
          calls: [
            { to: HOUSE, kind: 'CREATE' as const },
            { to: HOUSE, selector: SET_OWNER },
          ],
        },
      },
    },
    { when: 'a call that fails, as it should', tx: { trace: { to: AGENT, calls: [{ to: HOUSE, selector: SET_OWNER, failed: true }] } } },
    {
      when: 'a house that hands itself over at its owner’s word, further inside',
      tx: { trace: { to: AGENT, calls: [{ to: address('multisig'), calls: [{ to: HOUSE, selector: SET_OWNER }] }] } },
    },
    { when: 'an ordinary function', tx: { trace: { to: HOUSE, selector: calldata('0xa9059cbb', ATTACKER, 5n) } } },
  ],
);
