import type { Address } from '../core/chain/block.js';
import type { Detection } from '../core/detect/detector.js';
import { defineDetector, FLAGGED_CATEGORIES, type Label, type LabelCategory } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  readonly flagged: readonly LabelCategory[];
  readonly maxFindings: number;
}

/** Somebody deals directly with an address that labels call dangerous. See flagged-interaction.md. */
export default defineDetector<Params>({
  id: 'flagged-interaction',
  version: 1,
  title: 'Direct interaction with a flagged address',
  maturity: 'stable',
  attack: 'flagged',
  stage: 'user',
  needs: [],
  params: { flagged: FLAGGED_CATEGORIES, maxFindings: 5 },

  inspect(tx, ctx, params) {
    const found = new Map<string, Detection>();
    const labelOf = (address: Address) => ctx.labelsOf(address).find(({ category }) => params.flagged.includes(category));

    function report(
      party: Address,
      flagged: Address,
      label: Label,
      direction: 'pays' | 'is paid by' | 'calls',
      evidence: Detection['evidence'],
    ): void {
      const key = `${party}${flagged}`;
      if (party === flagged || found.has(key)) return;
      found.set(key, {
        severity: direction === 'is paid by' ? 'medium' : 'high',
        subject: { address: party, role: 'counterparty' },
        parties: [{ address: flagged, role: label.category }],
        summary: `${shortAddress(party)} ${direction} ${shortAddress(flagged)}, labelled ${label.category}.`,
        reasons: [
          {
            id: 'flagged',
            text: `${label.source} labels ${shortAddress(flagged)} ${label.category}${label.name === null ? '' : ` (${label.name})`}.`,
            value: label.confidence,
          },
        ],
        evidence: { flagged, category: label.category, source: label.source, ...evidence },
      });
    }

    for (const transfer of tx.decoded.transfers) {
      if (transfer.amount === 0n) continue; // Nothing moved: anyone may write another's name into such an event.
      const evidence = { token: transfer.token, amount: transfer.amount.toString() };
      const to = labelOf(transfer.to);
      // Only who signed is known to mean it: a token that claims to pay a flagged address proves nothing about its owner.
      if (to !== undefined && (transfer.from === tx.from || transfer.standard === 'native'))
        report(transfer.from, transfer.to, to, 'pays', evidence);
      const from = labelOf(transfer.from);
      if (from !== undefined && transfer.from === tx.from) report(transfer.to, transfer.from, from, 'is paid by', evidence);
    }
    const callee = tx.to === null ? undefined : labelOf(tx.to);
    if (tx.to !== null && callee !== undefined) report(tx.from, tx.to, callee, 'calls', { selector: tx.decoded.selector });
    return [...found.values()].slice(0, params.maxFindings);
  },
});
