import { BAIT_NAMES } from '../core/detect/bait-names.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { standingOfContract } from '../core/detect/standing.js';

interface Params {
  readonly newForS: number;
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
  params: { newForS: 30 * 86_400, minWei: 10n ** 15n },

  inspect(tx, ctx, params) {
    const name = BAIT_NAMES.get(tx.decoded.selector ?? '0x');
    if (name === undefined || tx.to === null || tx.valueWei < params.minWei || tx.receipt?.status === 0) return [];
    // Whoever claims something real receives it, as a token or as coins.
    if (tx.decoded.transfers.some(({ to }) => to === tx.from)) return [];
    const standing = standingOfContract(tx.to, tx, ctx, params.newForS);
    if (standing === 'established') return [];
    return [
      {
        severity: standing === 'new' ? 'high' : 'low',
        subject: { address: tx.from, role: 'victim' },
        parties: [{ address: tx.to, role: 'phishing-contract' }],
        summary: `${shortAddress(tx.from)} paid ${formatAmount(tx.valueWei, 18)} to ${shortAddress(tx.to)} by its function ${name}, and received nothing.`,
        reasons: [
          { id: 'bait-name', text: `${name} promises something; nothing came.` },
          {
            id: standing === 'new' ? 'new-contract' : 'unknown-contract',
            text: standing === 'new' ? 'The contract is younger than a month.' : 'How old the contract is, is not known.',
          },
        ],
        evidence: { contract: tx.to, selector: tx.decoded.selector, valueWei: tx.valueWei.toString(), standing },
      },
    ];
  },
});
