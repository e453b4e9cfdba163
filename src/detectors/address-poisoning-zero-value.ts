import { defineDetector } from '../core/detect/detector.js';
import { longerAddress, shortAddress } from '../core/detect/format.js';

interface Params {
  /** One transaction poisons hundreds of histories at once: this many are listed, the number of all is in the evidence. */
  readonly maxVictims: number;
}

/** A stranger moves nothing from a victim to a look-alike of somebody that the victim pays. See address-poisoning-zero-value.md. */
export default defineDetector<Params>({
  id: 'address-poisoning-zero-value',
  version: 1,
  title: 'Address poisoning by a zero-value transfer',
  maturity: 'stable',
  attack: 'address-poisoning',
  stage: 'user',
  needs: ['logs'],
  on: ['tokens'],
  params: { maxVictims: 5 },

  inspect(tx, ctx, params) {
    const poisoned = tx.decoded.transfers.flatMap((transfer) => {
      if (transfer.standard !== 'erc20' || transfer.amount !== 0n || transfer.from === tx.from || transfer.from === transfer.to) return [];
      const imitated = ctx.history.lookalikeOf(transfer.from, transfer.to);
      return imitated === null ? [] : [{ transfer, imitated }];
    });
    return poisoned.slice(0, params.maxVictims).map(({ transfer, imitated }) => ({
      severity: 'medium' as const,
      subject: { address: transfer.from, role: 'victim' },
      parties: [
        { address: transfer.to, role: 'look-alike' },
        { address: imitated, role: 'imitated' },
        { address: tx.from, role: 'attacker' },
        { address: transfer.token, role: 'token' },
      ],
      summary: `A transfer of nothing puts ${longerAddress(transfer.to)} into the history of ${shortAddress(transfer.from)}; it looks like ${longerAddress(imitated)}, which that wallet pays.`,
      reasons: [
        { id: 'zero-value-by-stranger', text: 'The sender is not the owner and nothing moved: the entry in the history is the purpose.' },
        { id: 'look-alike', text: 'First and last four digits equal those of a real counterparty.' },
      ],
      evidence: { token: transfer.token, lookalike: transfer.to, imitated, victims: poisoned.length },
    }));
  },
});
