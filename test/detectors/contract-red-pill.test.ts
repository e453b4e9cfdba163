import detector from '../../src/detectors/contract-red-pill.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { codeOf } from '../support/code.js';
import { detectorTables } from '../support/detector-tables.js';

const NEW = address('new');
const CALL = 'f1';
const deploys = (operations: string) => ({ from: ATTACKER, to: null, creates: NEW, input: codeOf({ operations, bytes: 100 }) });

detectorTables(
  detector,
  [
    // COINBASE ISZERO PUSH1 JUMPI
    {
      when: 'a branch on who produces the block',
      tx: deploys(`4115600957${CALL}`),
      severity: 'medium',
      subject: NEW,
      evidence: { branchesOn: ['coinbase'] },
    },
    // GASLIMIT PUSH4 LT PUSH1 JUMPI
    {
      when: 'a branch on the gas limit',
      tx: deploys(`45630393870010600957${CALL}`),
      severity: 'medium',
      subject: NEW,
      evidence: { branchesOn: ['gas-limit'] },
    },
    // ORIGIN PUSH20 mask AND BALANCE GT PUSH1 JUMPI
    {
      when: 'a branch on the sender’s balance',
      tx: deploys(`3273${'f'.repeat(40)}1631600011600957${CALL}`),
      severity: 'medium',
      subject: NEW,
    },
  ],
  [
    // COINBASE among the arguments of CALL, whose success is looked at
    { when: 'a payment to the block’s producer', tx: deploys('600060006000600060014161fffff11560095700') },
    // TIMESTAMP LT PUSH1 JUMPI
    { when: 'a deadline', tx: deploys(`42600510600957${CALL}`) },
    { when: 'a branch that guards no call', tx: deploys('4115600957') },
    { when: 'the same bytes as data', tx: deploys(`6541156009570000${CALL}`) },
  ],
);
