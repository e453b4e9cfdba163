import type { Address, Hex } from '../core/chain/block.js';
import type { AdminEvent } from '../core/chain/decoded.js';
import { NOBODY } from '../core/chain/nobody.js';
import { createdIn } from '../core/detect/cluster.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import type { Reason, Severity } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';
import { DAY_S, isFlagged, standingOfAccount, standingOfContract } from '../core/detect/standing.js';

interface Params {
  /** Roles that rule over others or over value, by hash; zero is AccessControl's administrator. */
  readonly rulingRoles: readonly Hex[];
  /** A contract younger than this, in seconds, is still being set up: its deployer hands it over to whom it is for. */
  readonly setUpForS: number;
}

interface Judgement {
  readonly severity: Severity;
  readonly reason: Reason;
}

/** Who the new ruler is decides; null: a handover to somebody whom one expects. */
function judge(ruler: Address, tx: InspectedTransaction, ctx: DetectContext): Judgement | null {
  if (isFlagged(ruler, ctx)) return { severity: 'high', reason: { id: 'flagged', text: 'A label calls the new owner dangerous.' } };
  const code = ctx.codeOf(ruler);
  if (code === 'none') {
    return standingOfAccount(ruler, ctx) === 'established'
      ? { severity: 'medium', reason: { id: 'one-key', text: 'The new owner is an account: one key rules from now on.' } }
      : { severity: 'high', reason: { id: 'unseen-account', text: 'The new owner is an account that was not seen before today.' } };
  }
  const isGoverned = ctx.history.settingOf(ruler, 'threshold') !== null || ctx.history.settingOf(ruler, 'delay') !== null;
  const standing = standingOfContract(ruler, tx, ctx);
  if (isGoverned || (code === 'some' && standing === 'established')) return null;
  if (code === 'some' && standing === 'new')
    return {
      severity: 'medium',
      reason: { id: 'new-contract', text: 'The new owner is a contract of less than a day, of no known kind.' },
    };
  return { severity: 'low', reason: { id: 'owner-unknown', text: 'What the new owner is, is not known.' } };
}

/** Ownership or a ruling role goes to somebody else. See admin-owner-changed.md. */
export default defineDetector<Params>({
  id: 'admin-owner-changed',
  version: 1,
  title: 'Control over a contract moved',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: ['logs'],
  on: ['admin'],
  params: {
    rulingRoles: [
      `0x${'0'.repeat(64)}`,
      // keccak256 of ADMIN_ROLE, TIMELOCK_ADMIN_ROLE, OWNER_ROLE, MINTER_ROLE, UPGRADER_ROLE, GOVERNOR_ROLE
      '0xa49807205ce4d355092ef5a8a18f56e8913cf4a201fbe287825b095693c21775',
      '0x5f58e3a2316349923ce3780f8d587db2d72378aed66a8261c916544fa6846ca5',
      '0xb19546dff01e856fb3f010c267a7b1c60363cf8a4664e21cc89c26224620214e',
      '0x9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6',
      '0x189ab7a9244df0848122154315af71fe140f3db0fe014031783b0946b8c9d2e3',
      '0x7935bd0ae54bc31f548c14dba4d37c5c64b3f8ca900cb468fb8abd54d5894f55',
    ],
    setUpForS: DAY_S,
  },

  inspect(tx, ctx, params) {
    if (tx.decoded.admin.length === 0) return [];
    const moves = tx.decoded.admin.filter((event) => isMove(event, tx, params));
    return moves.flatMap(({ kind, contract, target, previous, role }) => {
      const judged = target === null ? null : judge(target, tx, ctx);
      if (judged === null || target === null) return [];
      const createdAt = ctx.history.createdAt(contract);
      const isSetUp = createdAt !== null && ctx.timestamp - createdAt < params.setUpForS;
      if (isSetUp && ctx.codeOf(target) === 'some' && judged.severity !== 'high') return [];
      const isUnseen = ctx.history.firstSeenAt(contract) === null;
      return [
        {
          severity: isUnseen && judged.severity !== 'high' ? 'low' : isSetUp && judged.severity === 'high' ? 'medium' : judged.severity,
          subject: { address: contract, role: 'contract' },
          parties: [
            { address: target, role: 'new-owner' },
            { address: tx.from, role: 'sender' },
            ...(previous === null ? [] : [{ address: previous, role: 'old-owner' }]),
          ],
          summary: `${role === null ? 'Ownership of' : 'A ruling role over'} ${shortAddress(contract)} went to ${shortAddress(target)}.`,
          reasons: [judged.reason],
          evidence: { contract, kind, newOwner: target, oldOwner: previous, role },
        },
      ];
    });
  },
});

function isMove({ kind, contract, target, previous, role }: AdminEvent, tx: InspectedTransaction, params: Params): boolean {
  if (target === null || target === NOBODY || target === previous || target === contract) return false;
  if (kind === 'role-granted') {
    if (role === null || !params.rulingRoles.includes(role)) return false;
  } else if (kind !== 'ownership-transferred' && kind !== 'admin-changed') return false;
  return previous !== NOBODY && !createdIn(tx).has(contract); // Else its first owner.
}
