import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';

interface Params {
  /** Of what came in, in this transaction or earlier in the block, leaves again: percent. */
  readonly minPercent: bigint;
}

interface Sweep {
  readonly account: Address;
  readonly to: Address;
  readonly inWei: bigint;
  readonly outWei: bigint;
}

/** Coins that come to an account in a transaction it did not send, and go on from it. */
function sweeps(tx: InspectedTransaction, { history, blockNumber }: DetectContext): readonly Sweep[] {
  const found = new Map<Address, Sweep>();
  for (const { standard, from, to, amount } of tx.decoded.transfers) {
    if (standard !== 'native' || amount === 0n) continue;
    for (const account of [from, to]) {
      if (account === tx.from || account === NATIVE || found.has(account)) continue;
      const known = history.delegationOf(account);
      if (known === null || known.delegate === NATIVE) continue;
      found.set(account, { account, to, inWei: known.paidInBlock === blockNumber ? known.paidWei : 0n, outWei: 0n });
    }
    const [payer, payee] = [found.get(from), found.get(to)];
    if (payee !== undefined) found.set(to, { ...payee, inWei: payee.inWei + amount });
    if (payer !== undefined) found.set(from, { ...payer, to, outWei: payer.outWei + amount });
  }
  return [...found.values()];
}

/** Whatever is paid to a delegated account is gone at once. See delegation-7702-sweeper.md. */
export default defineDetector<Params>({
  id: 'delegation-7702-sweeper',
  version: 1,
  title: 'Delegated account swept',
  maturity: 'stable',
  attack: 'delegation',
  stage: 'user',
  needs: ['trace'],
  on: ['calls'],
  params: { minPercent: 90n },

  inspect(tx, ctx, params) {
    if ((tx.frames?.length ?? 0) < 2 || tx.receipt?.status === 0) return [];
    return sweeps(tx, ctx).flatMap(({ account, to, inWei, outWei }) => {
      const delegate = ctx.history.delegationOf(account)?.delegate ?? NATIVE;
      if (inWei === 0n || outWei * 100n < inWei * params.minPercent || to === tx.from) return [];
      if (ctx.labelsOf(delegate).some(({ category }) => category === 'defi')) return [];
      return [
        {
          severity: 'high' as const,
          subject: { address: account, role: 'victim' },
          parties: [
            { address: to, role: 'attacker' },
            { address: delegate, role: 'delegate' },
          ],
          summary: `${formatAmount(outWei, 18)} coins that were paid to ${shortAddress(account)} went on to ${shortAddress(to)} at once, by the code of ${shortAddress(delegate)} that the account delegates to.`,
          reasons: [{ id: 'swept', text: 'The owner of the account sent nothing: the code it delegates to passes everything on.' }],
          evidence: { account, delegate, receiver: to, inWei: inWei.toString(), outWei: outWei.toString() },
        },
      ];
    });
  },
});
