import type { Transfer } from '../core/chain/decoded.js';
import { type DetectContext, defineDetector } from '../core/detect/detector.js';
import { formatAmount, longerAddress, shortAddress } from '../core/detect/format.js';
import { usdOfAmount } from '../core/trace/value.js';

interface Params {
  readonly maxUsd: number;
  /** Where no price is known: one part of so many of what the victim holds. */
  readonly minParts: bigint;
  readonly maxVictims: number;
}

function isDust({ to, token, amount }: Transfer, ctx: DetectContext, { maxUsd, minParts }: Params): boolean {
  const usd = usdOfAmount(token, amount, ctx);
  if (usd !== null) return usd <= maxUsd;
  const held = ctx.history.holdingsOf(to, token);
  return held !== null && amount * minParts <= held;
}

/** A look-alike of somebody whom a victim pays sends it next to nothing. See address-poisoning-dust.md. */
export default defineDetector<Params>({
  id: 'address-poisoning-dust',
  version: 1,
  title: 'Address poisoning by dust',
  maturity: 'stable',
  attack: 'address-poisoning',
  stage: 'user',
  needs: [],
  on: ['payment'],
  params: { maxUsd: 1, minParts: 1_000n, maxVictims: 5 },

  inspect(tx, ctx, params) {
    if (tx.receipt?.status === 0) return [];
    const poisoned = tx.decoded.transfers.flatMap((transfer) => {
      const { standard, from, to, amount } = transfer;
      if ((standard !== 'erc20' && standard !== 'native') || amount === 0n || from === to || to === tx.from || from === tx.to) return [];
      const imitated = ctx.history.lookalikeOf(to, from);
      return imitated === null || !isDust(transfer, ctx, params) ? [] : [{ transfer, imitated }];
    });
    return poisoned.slice(0, params.maxVictims).map(({ transfer: { from, to, token, amount }, imitated }) => ({
      severity: 'medium' as const,
      subject: { address: to, role: 'victim' },
      parties: [
        { address: from, role: 'look-alike' },
        { address: imitated, role: 'imitated' },
        { address: tx.from, role: 'attacker' },
        { address: token, role: 'token' },
      ],
      summary: `${longerAddress(from)}, which looks like ${longerAddress(imitated)}, sent ${formatAmount(amount, ctx.decimalsOf(token))} of ${shortAddress(token)} to ${shortAddress(to)}, which pays the true one.`,
      reasons: [
        { id: 'dust', text: 'The sum is next to nothing: the entry in the history is the purpose.' },
        { id: 'look-alike', text: 'First and last four digits equal those of a real counterparty.' },
      ],
      evidence: { token, lookalike: from, imitated, amount: amount.toString(), victims: poisoned.length },
    }));
  },
});
