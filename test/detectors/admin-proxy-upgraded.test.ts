import type { Address } from '../../src/core/chain/block.js';
import detector from '../../src/detectors/admin-proxy-upgraded.js';
import { address, beaconUpgradedLog, upgradedLog } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const PROXY = address('proxy');
const CODE = address('implementation');
const ADMIN = address('admin');
const NOW = 1_700_000_000;
const DAY = 86_400;

const known = (codeAgeS: number | null) => ({
  timestamp: NOW,
  history: {
    firstSeenAt: (subject: Address) => (subject === PROXY ? NOW - 30 * DAY : null),
    createdAt: (subject: Address) => (subject === CODE && codeAgeS !== null ? NOW - codeAgeS : null),
  },
});
const ofOwnPeople = (watchedForS: number) => ({
  timestamp: NOW,
  history: { ...known(600).history, creatorOf: () => ADMIN, watchedSince: () => NOW - watchedForS },
});
const upgrade = { from: ADMIN, to: PROXY, logs: [upgradedLog(PROXY, CODE)] };

detectorTables(
  detector,
  [
    {
      when: 'a proxy in use that is turned to code of the same hour',
      tx: upgrade,
      context: known(600),
      severity: 'high',
      subject: PROXY,
      evidence: { proxy: PROXY, implementation: CODE, sender: ADMIN, implementationAgeS: 600 },
    },
    {
      when: 'code of the same hour by the proxy’s own people, with less alarm',
      tx: upgrade,
      context: ofOwnPeople(10 * DAY),
      severity: 'medium',
      subject: PROXY,
    },
    {
      when: 'flagged code',
      tx: upgrade,
      context: { ...known(2 * DAY), labels: { [CODE]: 'exploiter' } },
      severity: 'high',
      subject: PROXY,
    },
    {
      when: 'code whose age is unknown',
      tx: upgrade,
      context: known(null),
      severity: 'low',
      subject: PROXY,
      evidence: { implementationAgeS: null },
    },
    {
      when: 'code that this very transaction creates',
      tx: { ...upgrade, trace: { to: PROXY, calls: [{ to: CODE, kind: 'CREATE' }] } },
      context: known(null),
      severity: 'high',
      subject: PROXY,
      evidence: { implementationAgeS: 0 },
    },
    {
      when: 'a beacon',
      tx: { from: ADMIN, logs: [beaconUpgradedLog(PROXY, CODE)] },
      context: known(600),
      severity: 'high',
      subject: PROXY,
    },
    {
      when: 'a proxy never seen before, as a mere note',
      tx: { ...upgrade, trace: { to: PROXY } },
      severity: 'low',
      subject: PROXY,
    },
    { when: 'the same without a trace', tx: upgrade, severity: 'low', subject: PROXY },
  ],
  [
    { when: 'code that stood in the open for two days', tx: upgrade, context: known(2 * DAY) },
    { when: 'code of the proxy’s own people in the first day of watching', tx: upgrade, context: ofOwnPeople(600) },
    { when: 'a new proxy’s first code', tx: { to: null, creates: PROXY, logs: [upgradedLog(PROXY, CODE)] } },
    {
      when: 'a new proxy that a factory makes',
      tx: { trace: { to: address('factory'), calls: [{ to: PROXY, kind: 'CREATE2' }] }, logs: [upgradedLog(PROXY, CODE)] },
    },
    {
      when: 'an event of that name that names no code',
      tx: { logs: [{ ...upgradedLog(PROXY, CODE), topics: upgradedLog(PROXY, CODE).topics.slice(0, 1) }] },
      context: known(600),
    },
  ],
);
