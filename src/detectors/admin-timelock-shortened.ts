import { createdIn } from '../core/detect/cluster.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** A delay below this, in seconds, gives nobody the time to leave. */
  readonly shortS: bigint;
}

/** A timelock's delay falls: what is decided takes effect sooner than people were promised. See admin-timelock-shortened.md. */
export default defineDetector<Params>({
  id: 'admin-timelock-shortened',
  version: 1,
  title: 'A timelock’s delay was shortened',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: ['logs'],
  on: ['admin'],
  params: { shortS: 86_400n },

  inspect(tx, ctx, params) {
    if (tx.decoded.settings.length === 0) return [];
    const created = createdIn(tx);
    return tx.decoded.settings.flatMap(({ kind, contract, value, previous }) => {
      if (kind !== 'delay' || value === null || created.has(contract)) return [];
      const before = previous ?? ctx.history.settingOf(contract, 'delay');
      if (before === null ? value >= params.shortS : value >= before) return [];
      const isShort = value < params.shortS;
      return [
        {
          severity: before === null ? 'low' : isShort ? 'high' : 'medium',
          subject: { address: contract, role: 'timelock' },
          parties: [{ address: tx.from, role: 'sender' }],
          summary: `The delay of timelock ${shortAddress(contract)} ${before === null ? 'is now' : `fell from ${duration(before)} to`} ${duration(value)}.`,
          reasons: [
            before === null
              ? {
                  id: 'short-delay',
                  text: 'The delay is short; what it was before is not known.',
                  value: Number(value),
                  usual: 'a day or more',
                }
              : { id: 'delay-fell', text: 'The delay fell.', value: Number(value), usual: `${before} seconds before` },
            ...(isShort && before !== null ? [{ id: 'no-time-to-leave', text: 'It gives people less than a day to leave.' }] : []),
          ],
          evidence: { contract, delayS: Number(value), delayBeforeS: before === null ? null : Number(before) },
        },
      ];
    });
  },
});

function duration(seconds: bigint): string {
  const s = Number(seconds);
  if (s >= 172_800) return `${Math.round(s / 86_400)} days`;
  return s >= 7_200 ? `${Math.round(s / 3_600)} hours` : `${s} seconds`;
}
