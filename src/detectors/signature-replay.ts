import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import { defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { signaturesIn } from '../core/detect/signatures.js';

interface Payout {
  readonly token: Address;
  readonly amount: bigint;
}

/** What the contract pays, where nobody pays it: an order that is filled in parts uses its signature again, and is paid for. */
function freePayout(tx: InspectedTransaction, contract: Address): Payout | null {
  let payout: Payout | null = null;
  for (const { standard, token, from, to, amount } of tx.decoded.transfers) {
    if (standard !== 'erc20' && standard !== 'native') continue;
    if (from === tx.from && amount > 0n) return null;
    const isPaid = from === contract || (from === NATIVE && token === contract);
    if (isPaid && to !== contract && amount > (payout?.amount ?? 0n)) payout = { token, amount };
  }
  return payout;
}

/** A signature that a contract has taken before is taken again, and value leaves. See signature-replay.md. */
export default defineDetector({
  id: 'signature-replay',
  version: 1,
  title: 'Signature used again',
  maturity: 'stable',
  attack: 'signature-replay',
  stage: 'exploit',
  needs: ['logs'],
  on: ['payment'],
  params: {},

  inspect(tx, ctx) {
    const { to, receipt, input } = tx;
    if (to === null || receipt?.status === 0 || tx.decoded.transfers.length === 0) return [];
    for (const signature of signaturesIn(input)) {
      const before = ctx.history.signatureSeen(to, signature);
      if (before === null) continue;
      const payout = freePayout(tx, to);
      if (payout === null) return [];
      return [
        {
          severity: 'high',
          subject: { address: to, role: 'victim' },
          parties: [
            { address: tx.from, role: 'attacker' },
            { address: payout.token, role: 'token' },
          ],
          summary: `${shortAddress(to)} took a signature for the ${before.times + 1}. time, and paid ${formatAmount(payout.amount, ctx.decimalsOf(payout.token))} of ${shortAddress(payout.token)} for it.`,
          reasons: [
            {
              id: 'seen-before',
              text: `${shortAddress(before.by)} handed the same signature to this contract before.`,
              value: before.times,
            },
            { id: 'paid-for-nothing', text: 'The contract paid and the sender gave nothing: this is no order that is filled in parts.' },
          ],
          evidence: {
            contract: to,
            selector: tx.decoded.selector,
            signature,
            firstBy: before.by,
            secondsBefore: ctx.timestamp - before.at,
            timesBefore: before.times,
            token: payout.token,
            amount: payout.amount.toString(),
          },
        },
      ];
    }
    return [];
  },
});
