import { defineDetector } from '../core/detect/detector.js';
import { firstFundings } from '../core/detect/first-funding.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { sourceOf } from '../core/detect/sources.js';

/** The first coins of an account come from a service that asks nobody's name. See funding-from-no-kyc-swap.md. */
export default defineDetector({
  id: 'funding-from-no-kyc-swap',
  version: 1,
  title: 'First funding from a swap service without identification',
  maturity: 'stable',
  attack: 'funding',
  stage: 'fund',
  needs: [],
  on: ['payment'],
  params: {},

  inspect(tx, ctx) {
    return firstFundings(tx, ctx).flatMap((transfer) => {
      if (sourceOf(transfer.from, tx, ctx.labelsOf) !== 'no-kyc-swap') return [];
      const name = ctx.labelsOf(transfer.from).find(({ category }) => category === 'no-kyc-swap')?.name ?? null;
      return [
        {
          severity: 'low',
          subject: { address: transfer.to, role: 'funded' },
          parties: [{ address: transfer.from, role: 'swap-service' }],
          summary: `The first coins of ${shortAddress(transfer.to)}, ${formatAmount(transfer.amount, 18)}, came from ${name ?? `the swap service ${shortAddress(transfer.from)}`}.`,
          reasons: [
            {
              id: 'first-funding-without-identification',
              text: 'The service asks nobody’s name: attackers fund new accounts there, and so do others.',
            },
          ],
          evidence: { account: transfer.to, payer: transfer.from, amountWei: transfer.amount.toString(), service: name },
        },
      ];
    });
  },
});
