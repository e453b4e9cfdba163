import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { isMixerDeposit, type MixerDeposit } from '../core/detect/mixer-deposits.js';
import { isPublicPlace, taintOf } from '../core/detect/taint.js';

interface Params {
  readonly withinS: number;
  /** This one included. */
  readonly minDeposits: number;
  /** Of somebody whose money comes from a robbery. */
  readonly minTainted: number;
}

/** The sender's deposits, and those of who funded it or was funded by the same hand and deposits as well. */
function seriesOf(
  sender: Address,
  ctx: DetectContext,
  withinS: number,
): { readonly deposits: readonly MixerDeposit[]; readonly cluster: readonly Address[] } {
  const recent = (account: Address) => ctx.history.mixerDepositsOf(account).filter(({ at }) => ctx.timestamp - at <= withinS);
  const funder = ctx.history.fundingOf(sender)?.from ?? null;
  const cluster = funder !== null && !isPublicPlace(ctx.labelsOf(funder)) && recent(funder).length > 0 ? [sender, funder] : [sender];
  return { deposits: cluster.flatMap(recent), cluster };
}

/** One purse goes into mixers bit by bit. See mixer-deposit-series.md. */
export default defineDetector<Params>({
  id: 'mixer-deposit-series',
  version: 1,
  title: 'Series of deposits into a mixer',
  maturity: 'stable',
  attack: 'laundering',
  stage: 'launder',
  needs: [],
  on: ['payment'],
  params: { withinS: 86_400, minDeposits: 4, minTainted: 2 },

  inspect(tx, ctx, params) {
    if (!isMixerDeposit(tx, ctx.labelsOf) || tx.to === null) return [];
    const { deposits, cluster } = seriesOf(tx.from, ctx, params.withinS);
    const count = deposits.length + 1;
    const taint = cluster.map((account) => taintOf(account, ctx)).find((one) => one !== null) ?? null;
    if (count < (taint === null ? params.minDeposits : params.minTainted)) return [];
    const sum = deposits.reduce((total, { amountWei }) => total + amountWei, tx.valueWei);
    return [
      {
        severity: taint === null ? 'medium' : 'high',
        subject: { address: tx.from, role: 'depositor' },
        parties: [
          { address: tx.to, role: 'mixer' },
          ...cluster.slice(1).map((address) => ({ address, role: 'funder' })),
          ...(taint === null ? [] : [{ address: taint.origin, role: 'origin' }]),
        ],
        summary: `${shortAddress(tx.from)}${cluster.length > 1 ? ` and ${shortAddress(cluster[1] ?? tx.from)}` : ''} put money into mixers ${count} times within a day${taint === null ? '' : `; it comes from ${shortAddress(taint.origin)}`}.`,
        reasons: [
          { id: 'series', text: `${count} deposits of one cluster within a day.`, value: count, usual: 'one or two' },
          ...(taint === null ? [] : [{ id: 'tainted', text: `The money left ${shortAddress(taint.origin)}.`, value: taint.hops }]),
        ],
        evidence: { mixer: tx.to, deposits: count, amountWei: sum.toString(), origin: taint?.origin ?? null },
      },
    ];
  },
});
