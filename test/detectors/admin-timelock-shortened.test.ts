import detector from '../../src/detectors/admin-timelock-shortened.js';
import { address, log } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

const TIMELOCK = address('timelock');
const HOUR = 3_600n;
const changed = (before: bigint, after: bigint) => ({
  to: TIMELOCK,
  logs: [log(TIMELOCK, '0x11c24f4ead16507c69ac467fbd5e4eed5fb5c699626d2cc6d66421df253886d5', [], [before, after])],
});
/** Compound's names the new delay alone. */
const compound = (after: bigint) => ({
  to: TIMELOCK,
  logs: [log(TIMELOCK, '0x948b1f6a42ee138b7e34058ba85a37f716d55ff25ff05a763f15bed6a04c8d2c', [after])],
});
const knownBefore = (delay: bigint) => ({ history: { settingOf: () => delay } });

detectorTables(
  detector,
  [
    {
      when: 'two days that become nothing',
      tx: changed(48n * HOUR, 0n),
      severity: 'high',
      subject: TIMELOCK,
      evidence: { delayS: 0, delayBeforeS: 172_800 },
    },
    { when: 'a week that becomes two days, with less alarm', tx: changed(168n * HOUR, 48n * HOUR), severity: 'medium', subject: TIMELOCK },
    {
      when: 'an event without the old delay, which is remembered',
      tx: compound(HOUR),
      context: knownBefore(48n * HOUR),
      severity: 'high',
      subject: TIMELOCK,
    },
    {
      when: 'a short delay whose past is unknown',
      tx: compound(HOUR),
      severity: 'low',
      subject: TIMELOCK,
      evidence: { delayBeforeS: null },
    },
  ],
  [
    { when: 'a delay that grows', tx: changed(48n * HOUR, 72n * HOUR) },
    { when: 'a delay that stays', tx: changed(48n * HOUR, 48n * HOUR) },
    { when: 'a long delay whose past is unknown', tx: compound(48n * HOUR) },
    { when: 'a timelock that is being made', tx: { ...changed(0n, 0n), to: null, creates: TIMELOCK } },
    {
      when: 'an event that lacks its words',
      tx: { logs: [log(TIMELOCK, '0x11c24f4ead16507c69ac467fbd5e4eed5fb5c699626d2cc6d66421df253886d5', [], [1n])] },
    },
  ],
);
