import { encodeAbiParameters, parseAbiParameters } from 'viem';
import type { Address, Hex } from '../../src/core/chain/block.js';
import { PROPOSAL_CREATED } from '../../src/core/chain/decode-proposal.js';
import detector from '../../src/detectors/governance-sneaky-proposal.js';
import { ATTACKER, address } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const GOVERNOR = address('governor');
const TARGET = address('target');
const NOW = 1_700_000_000;
const SHAPE = parseAbiParameters('uint256, address, address[], uint256[], string[], bytes[], uint256, uint256, string');

const proposal = (input: Hex, signature = '', target: Address = TARGET) => ({
  from: ATTACKER,
  to: GOVERNOR,
  logs: [
    {
      address: GOVERNOR,
      topics: [PROPOSAL_CREATED],
      data: encodeAbiParameters(SHAPE, [
        7n,
        ATTACKER,
        [target, address('other')],
        [0n, 0n],
        [signature, ''],
        [input, '0x'],
        1n,
        2n,
        'A harmless change',
      ]),
    },
  ],
});
const age = (seconds: number, maker = ATTACKER) => ({
  timestamp: NOW,
  history: {
    createdAt: (subject: Address) => (subject === TARGET ? NOW - seconds : NOW - 90_000_000),
    creatorOf: (subject: Address) => (subject === TARGET ? maker : address('team')),
  },
});
const PARAMETER: Hex = '0x3d18b912';

detectorTables(
  detector,
  [
    {
      when: 'a target that the proposer deployed an hour before',
      tx: proposal(PARAMETER),
      context: age(3_600),
      severity: 'high',
      subject: GOVERNOR,
      evidence: { proposer: ATTACKER, calls: 2 },
    },
    {
      when: 'a flagged target',
      tx: proposal(PARAMETER),
      context: { ...age(9_000_000), labels: { [TARGET]: 'exploiter' } },
      severity: 'high',
      subject: GOVERNOR,
    },
    {
      when: 'a call that hands over ownership',
      tx: proposal('0xf2fde38b'),
      context: age(9_000_000),
      severity: 'medium',
      subject: GOVERNOR,
    },
    {
      when: 'the same where the function is written in words',
      tx: proposal('0x', 'transferOwnership(address)'),
      context: age(9_000_000),
      severity: 'medium',
      subject: GOVERNOR,
    },
  ],
  [
    { when: 'a parameter of a contract that was there for long', tx: proposal(PARAMETER), context: age(9_000_000) },
    { when: 'a new contract of the governor’s own people', tx: proposal(PARAMETER), context: age(3_600, address('team')) },
    {
      when: 'data that does not hold what it promises',
      tx: { logs: [{ address: GOVERNOR, topics: [PROPOSAL_CREATED], data: `0x${'ff'.repeat(32 * 9)}` }] },
    },
  ],
);
