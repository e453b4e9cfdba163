import type { Address } from '../../src/core/chain/block.js';
import detector from '../../src/detectors/admin-multisig-threshold-lowered.js';
import { ATTACKER, address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const SAFE = address('safe');
const MODULE = address('module');
const NOBODY: Address = `0x${'0'.repeat(40)}`;
const NOW = 1_700_000_000;
const threshold = (value: bigint) => log(SAFE, '0x610f7ff2b304ae8903c3de74c60c6ab1f7d6226b3f52c5161905bb5ad4039c93', [], [value]);
const enabled = (module: Address) => log(SAFE, '0xecdf3a3effea5783a3c4c2140e677577666428d44ed9d474a0b3a4c9943f8440', [module]);
const guard = (address: Address) => log(SAFE, '0x1151116914515bc0891ff9047a6cb32cf902546f83066499bcf8ba33d2353fa2', [address]);
const setUp = log(
  SAFE,
  '0x141df868a6331af528e38c83b7aa03edc19be66e37ae67f9285bf4f8e3c6a1a8',
  [ATTACKER],
  [128n, 2n, NOBODY, NOBODY, 2n, ATTACKER, MODULE],
);
const needed = (count: bigint) => ({ history: { settingOf: () => count } });
const tx = (...logs: readonly ReturnType<typeof log>[]) => ({ to: SAFE, logs });
const old = { timestamp: NOW, code: { [MODULE]: 'some' as const }, history: { createdAt: () => NOW - 30 * 86_400 } };

detectorTables(
  detector,
  [
    {
      when: 'three signatures that become one',
      tx: tx(threshold(1n)),
      context: needed(3n),
      severity: 'high',
      subject: SAFE,
      evidence: { change: 'threshold', threshold: 1 },
    },
    { when: 'five that become three, with less alarm', tx: tx(threshold(3n)), context: needed(5n), severity: 'medium', subject: SAFE },
    { when: 'one signature where the past is unknown', tx: tx(threshold(1n)), severity: 'low', subject: SAFE },
    {
      when: 'a module known for a month',
      tx: tx(enabled(MODULE)),
      context: old,
      severity: 'medium',
      subject: SAFE,
      evidence: { target: MODULE },
    },
    {
      when: 'a module of the same hour',
      tx: tx(enabled(MODULE)),
      context: { ...old, history: { createdAt: () => NOW - 600 } },
      severity: 'high',
      subject: SAFE,
    },
    {
      when: 'a module that is an account',
      tx: tx(enabled(MODULE)),
      context: { code: { [MODULE]: 'none' } },
      severity: 'high',
      subject: SAFE,
    },
    { when: 'a guard that is removed', tx: tx(guard(NOBODY)), severity: 'medium', subject: SAFE, evidence: { change: 'guard' } },
  ],
  [
    { when: 'a threshold that rises', tx: tx(threshold(3n)), context: needed(2n) },
    { when: 'a threshold of two where the past is unknown', tx: tx(threshold(2n)) },
    { when: 'a multisig that is being set up', tx: tx(setUp, enabled(MODULE), threshold(1n)), context: needed(3n) },
    { when: 'a multisig made in the same transaction', tx: { to: null, creates: SAFE, logs: [threshold(1n)] }, context: needed(3n) },
    {
      when: 'signers who are exchanged at the same threshold',
      tx: tx(
        log(SAFE, '0xf8d49fc529812e9a7c5c50e69c20f0dccc0db8fa95c98bc58cc9a4f1c1299eaf', [], [ATTACKER]),
        log(SAFE, '0x9465fa0c962cc76958e6373a993326400c1c94f8be2fe3a952adfa7f60b2ea26', [], [MODULE]),
      ),
      context: needed(3n),
    },
  ],
);
