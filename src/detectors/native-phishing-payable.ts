import { BAIT_NAMES } from '../core/detect/bait-names.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';

interface Params {
  /** High below this age, low below the other; older ones, and such whose creation was not seen, are not spoken of. */
  readonly newForS: number;
  readonly youngForS: number;
  readonly minWei: bigint;
}

/** People pay a contract by a function that promises something, and get nothing. See native-phishing-payable.md. */
export default defineDetector<Params>({
  id: 'native-phishing-payable',
  version: 1,
  title: 'Payment to a bait function',
  maturity: 'stable',
  attack: 'phishing',
  stage: 'user',
  needs: ['logs'],
  on: ['payment'],
  params: { newForS: 86_400, youngForS: 30 * 86_400, minWei: 10n ** 15n },

  inspect(tx, ctx, params) {
    const name = BAIT_NAMES.get(tx.decoded.selector ?? '0x');
    if (name === undefined || tx.to === null || tx.valueWei < params.minWei || tx.receipt?.status === 0) return [];
    // Whoever claims something real receives it, as a token or as coins.
    if (tx.decoded.transfers.some(({ to }) => to === tx.from)) return [];
    const createdAt = ctx.history.createdAt(tx.to);
    if (createdAt === null || ctx.labelsOf(tx.to).some(({ category }) => category === 'defi')) return [];
    const ageS = ctx.timestamp - createdAt;
    if (ageS >= params.youngForS) return [];
    const age = ageS < params.newForS ? 'a day' : 'a month';
    return [
      {
        severity: ageS < params.newForS ? 'high' : 'low',
        subject: { address: tx.from, role: 'victim' },
        parties: [{ address: tx.to, role: 'phishing-contract' }],
        summary: `${shortAddress(tx.from)} paid ${formatAmount(tx.valueWei, 18)} to ${shortAddress(tx.to)} by its function ${name}, and received nothing.`,
        reasons: [
          { id: 'bait-name', text: `${name} promises something; nothing came.` },
          { id: 'new-contract', text: `The contract is younger than ${age}.`, value: ageS },
        ],
        evidence: { contract: tx.to, selector: tx.decoded.selector, valueWei: tx.valueWei.toString(), ageS },
      },
    ];
  },
});
