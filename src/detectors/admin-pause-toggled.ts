import { createdIn } from '../core/detect/cluster.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

/** A contract is paused or let go again. See admin-pause-toggled.md. */
export default defineDetector({
  id: 'admin-pause-toggled',
  version: 1,
  title: 'A contract was paused or unpaused',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: ['logs'],
  on: ['admin'],
  params: {},

  inspect(tx, ctx) {
    if (tx.decoded.admin.length === 0) return [];
    const created = createdIn(tx);
    return tx.decoded.admin.flatMap(({ kind, contract, logIndex }) => {
      if ((kind !== 'paused' && kind !== 'unpaused') || created.has(contract)) return [];
      // Migrations pause and unpause in one go: nothing changed for anybody.
      const isUndone = tx.decoded.admin.some(
        (later) => later.contract === contract && later.logIndex > logIndex && (later.kind === 'paused' || later.kind === 'unpaused'),
      );
      if (isUndone) return [];
      const isKnown = ctx.history.firstSeenAt(contract) !== null;
      return [
        {
          severity: isKnown && kind === 'paused' ? 'medium' : 'low',
          subject: { address: contract, role: 'contract' },
          parties: [{ address: tx.from, role: 'sender' }],
          summary: `${shortAddress(contract)} was ${kind} by ${shortAddress(tx.from)}.`,
          reasons: [
            kind === 'paused'
              ? { id: 'paused', text: 'The contract takes no more part in what it guards: often the first answer to an attack.' }
              : { id: 'unpaused', text: 'The contract works again.' },
          ],
          evidence: { contract, sender: tx.from, isPaused: kind === 'paused' },
        },
      ];
    });
  },
});
