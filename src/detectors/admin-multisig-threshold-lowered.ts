import type { SettingEvent } from '../core/chain/decoded.js';
import { createdIn } from '../core/detect/cluster.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import type { Reason, Severity } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';
import { isFlagged, standingOfContract } from '../core/detect/standing.js';

interface Judgement {
  readonly severity: Severity;
  readonly summary: string;
  readonly reason: Reason;
}

const NOBODY = `0x${'0'.repeat(40)}`;

function judge(event: SettingEvent, tx: InspectedTransaction, ctx: DetectContext): Judgement | null {
  const safe = shortAddress(event.contract);
  switch (event.kind) {
    case 'threshold': {
      const before = ctx.history.settingOf(event.contract, 'threshold');
      const now = event.value;
      if (now === null || (before === null ? now > 1n : now >= before)) return null;
      const text = before === null ? 'One signature is enough; how many were needed before is not known.' : 'Fewer signatures are enough.';
      return {
        severity: before === null ? 'low' : now === 1n ? 'high' : 'medium',
        summary: `Multisig ${safe} now needs ${now} signature${now === 1n ? '' : 's'}${before === null ? '' : ` instead of ${before}`}.`,
        reason: { id: 'threshold-lowered', text, value: Number(now), ...(before === null ? {} : { usual: `${before}` }) },
      };
    }
    case 'module-enabled': {
      if (event.target === null) return null;
      const isStrange =
        isFlagged(event.target, ctx) || ctx.codeOf(event.target) === 'none' || standingOfContract(event.target, tx, ctx) === 'new';
      return {
        severity: isStrange ? 'high' : 'medium',
        summary: `Multisig ${safe} lets ${shortAddress(event.target)} act for it without signatures.`,
        reason: {
          id: 'module-enabled',
          text: isStrange
            ? 'The module is new, an account, or flagged: it can move everything alone.'
            : 'A module can move everything alone.',
        },
      };
    }
    case 'module-disabled':
      return {
        severity: 'low',
        summary: `Multisig ${safe} no longer has the module ${event.target === null ? '' : shortAddress(event.target)}.`,
        reason: { id: 'module-disabled', text: 'A module was removed; a guard or a recovery may go with it.' },
      };
    case 'guard': {
      const isRemoved = event.target === NOBODY;
      return {
        severity: isRemoved ? 'medium' : 'low',
        summary: isRemoved ? `Multisig ${safe} no longer has a guard.` : `Multisig ${safe} has another guard.`,
        reason: {
          id: isRemoved ? 'guard-removed' : 'guard-set',
          text: isRemoved ? 'What checked its transactions is gone.' : 'What checks its transactions changed.',
        },
      };
    }
    default:
      return null;
  }
}

/** A multisig needs fewer signatures, or something may act for it without any. See admin-multisig-threshold-lowered.md. */
export default defineDetector({
  id: 'admin-multisig-threshold-lowered',
  version: 1,
  title: 'A multisig’s protection was lowered',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: ['logs'],
  on: ['admin'],
  params: {},

  inspect(tx, ctx) {
    if (tx.decoded.settings.length === 0) return [];
    const created = createdIn(tx);
    // A new multisig says the same of its beginning.
    const isSetUp = (event: SettingEvent) =>
      created.has(event.contract) || tx.decoded.settings.some(({ kind, contract }) => kind === 'safe-setup' && contract === event.contract);
    return tx.decoded.settings.flatMap((event) => {
      const judged = isSetUp(event) ? null : judge(event, tx, ctx);
      if (judged === null) return [];
      return [
        {
          severity: judged.severity,
          subject: { address: event.contract, role: 'multisig' },
          parties: [
            { address: tx.from, role: 'sender' },
            ...(event.target === null || event.target === NOBODY
              ? []
              : [{ address: event.target, role: event.kind === 'guard' ? 'guard' : 'module' }]),
          ],
          summary: judged.summary,
          reasons: [judged.reason],
          evidence: {
            contract: event.contract,
            change: event.kind,
            threshold: event.kind === 'threshold' && event.value !== null ? Number(event.value) : null,
            target: event.target,
          },
        },
      ];
    });
  },
});
