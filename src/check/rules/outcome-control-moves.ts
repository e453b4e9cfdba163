import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

const MOVES: readonly string[] = ['ownership-transferred', 'admin-changed', 'upgraded', 'beacon-upgraded', 'role-granted'];

/** Control of something moves. See outcome-control-moves.md. */
export default defineRule({
  id: 'outcome-control-moves',
  version: 1,
  title: 'Control of something moves',
  group: 'outcome',
  params: {},

  inspect(facts) {
    return facts.steps
      .flatMap(({ tx }) => tx.decoded.admin)
      .flatMap(({ kind, contract, target, previous }): RuleHit[] => {
        const isOwn = (previous !== null && facts.own.has(previous)) || facts.own.has(facts.ctx.history.creatorOf(contract) ?? NATIVE);
        if (!isOwn || !MOVES.includes(kind) || (target !== null && facts.own.has(target))) return [];
        const isAsked = facts.calls.some(({ to, from }) => to === contract && facts.own.has(from));
        return [
          {
            severity: isAsked ? 'medium' : 'high',
            text: `${shortAddress(contract)}, which is yours, ${kind.replaceAll('-', ' ')}${target === null ? '' : ` to ${shortAddress(target)}`}.`,
            address: target ?? contract,
            evidence: { kind, contract },
          },
        ];
      });
  },
});
