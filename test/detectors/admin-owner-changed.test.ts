import type { Address } from '../../src/core/chain/block.js';
import detector from '../../src/detectors/admin-owner-changed.js';
import { ATTACKER, address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const CONTRACT = address('protocol');
const OLD = address('old');
const NEW = address('new');
const NOBODY: Address = `0x${'0'.repeat(40)}`;
const NOW = 1_700_000_000;
const DAY = 86_400;

const transferred = (to: Address, from: Address = OLD) => ({
  from: ATTACKER,
  to: CONTRACT,
  logs: [log(CONTRACT, '0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0', [from, to])],
});
const granted = (role: bigint, to: Address) => ({
  from: ATTACKER,
  to: CONTRACT,
  logs: [log(CONTRACT, '0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d', [role, to, ATTACKER])],
});
const unindexed = {
  from: ATTACKER,
  to: CONTRACT,
  logs: [log(CONTRACT, '0xf9ffabca9c8276e99321725bcb43fb076a6c66a54b7f21c4e8146d8519b417dc', [], [OLD, NEW])],
};
/** Watched for ten days, and the protocol was seen from the beginning. */
const watched = (seen: Readonly<Record<Address, number>> = {}) => ({
  watchedSince: () => NOW - 10 * DAY,
  firstSeenAt: (subject: Address) => (subject === CONTRACT ? NOW - 9 * DAY : (seen[subject] ?? null)),
});
const account = { timestamp: NOW, code: { [NEW]: 'none' as const }, history: watched() };
const contract = { timestamp: NOW, code: { [NEW]: 'some' as const }, history: watched({ [NEW]: NOW - 2 * DAY }) };
const newContract = {
  ...contract,
  history: { ...watched(), createdAt: (subject: Address) => (subject === NEW ? NOW - 600 : null) },
};
const inSetUp = (history: object) => ({ ...history, createdAt: () => NOW - 600 });

detectorTables(
  detector,
  [
    {
      when: 'ownership that goes to an account nobody has seen',
      tx: transferred(NEW),
      context: account,
      severity: 'high',
      subject: CONTRACT,
      evidence: { newOwner: NEW, oldOwner: OLD, role: null },
    },
    {
      when: 'ownership that goes to an account seen for days: one key',
      tx: transferred(NEW),
      context: { ...account, history: watched({ [NEW]: NOW - 5 * DAY }) },
      severity: 'medium',
      subject: CONTRACT,
    },
    {
      when: 'a flagged new owner, whatever its code',
      tx: transferred(NEW),
      context: { ...contract, labels: { [NEW]: 'exploiter' } },
      severity: 'high',
      subject: CONTRACT,
    },
    { when: 'a new contract of no known kind', tx: transferred(NEW), context: newContract, severity: 'medium', subject: CONTRACT },
    { when: 'a new owner of whom nothing is known', tx: transferred(NEW), context: { timestamp: NOW }, severity: 'low', subject: CONTRACT },
    {
      when: 'the administrator’s role',
      tx: granted(0n, NEW),
      context: account,
      severity: 'high',
      subject: CONTRACT,
      evidence: { kind: 'role-granted' },
    },
    { when: 'an event whose parties are not indexed', tx: unindexed, context: account, severity: 'high', subject: CONTRACT },
    {
      when: 'a contract of today that goes to an account, with less alarm',
      tx: transferred(NEW),
      context: { ...account, history: inSetUp(account.history) },
      severity: 'medium',
      subject: CONTRACT,
    },
  ],
  [
    { when: 'a contract that has been there for a day, such as a multisig', tx: transferred(NEW), context: contract },
    {
      when: 'a new multisig, known by its events',
      tx: transferred(NEW),
      context: {
        ...newContract,
        history: { ...newContract.history, settingOf: (_: Address, setting: string) => (setting === 'threshold' ? 2n : null) },
      },
    },
    {
      when: 'a contract of today that its deployer hands to another contract',
      tx: transferred(NEW),
      context: { ...newContract, history: inSetUp(newContract.history) },
    },
    { when: 'the first owner', tx: transferred(NEW, NOBODY), context: account },
    { when: 'ownership given up', tx: transferred(NOBODY), context: account },
    { when: 'a role that rules over nothing', tx: granted(77n, NEW), context: account },
    {
      when: 'a contract that is created in the same transaction',
      tx: { ...transferred(NEW), trace: { to: address('factory'), calls: [{ to: CONTRACT, kind: 'CREATE' }] } },
      context: account,
    },
  ],
);
