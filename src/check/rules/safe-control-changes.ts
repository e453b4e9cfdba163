import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { addressNamed, isVouchedFor } from '../rule-questions.js';

const CONTROL = /^(addOwnerWithThreshold|removeOwner|swapOwner|changeThreshold|enableModule|disableModule|setGuard|setFallbackHandler)$/;
const LETS_IN = /^(enableModule|setGuard|setFallbackHandler)$/;

/** Control of your Safe changes. See safe-control-changes.md. */
export default defineRule({
  id: 'safe-control-changes',
  version: 1,
  title: 'Control of your Safe changes',
  group: 'signature',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap((each): RuleHit[] => {
      const name = each.decoded?.name ?? '';
      if (each.to === null || !facts.own.has(each.to) || each.from !== each.to || !CONTROL.test(name)) return [];
      const party = addressNamed(each, 'module', 'guard', 'handler', 'owner', 'newOwner');
      const isForeign = LETS_IN.test(name) && party !== null && !isVouchedFor(facts, party);
      return [
        {
          severity: isForeign ? 'high' : 'medium',
          text: `${shortAddress(each.to)} changes who controls it: ${name}${party === null ? '' : ` (${shortAddress(party)})`}.`,
          address: party ?? each.to,
          evidence: { function: name },
        },
      ];
    });
  },
});
