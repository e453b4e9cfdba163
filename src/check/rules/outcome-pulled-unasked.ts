import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isAccount, isVouchedFor, outerCall, ownChangesOf } from '../rule-questions.js';

/** Tokens that leave and no call names. See outcome-pulled-unasked.md. */
export default defineRule({
  id: 'outcome-pulled-unasked',
  version: 1,
  title: 'Tokens that leave and no call names',
  group: 'outcome',
  params: {},

  inspect(facts) {
    const { lost, gained } = ownChangesOf(facts);
    if (facts.kind === 'typedData') return [];
    return lost.flatMap(({ token, party, amount }): RuleHit[] => {
      // Who says how much says that something is to be taken: a stake in a contract of one token names the token nowhere.
      const size = (-amount).toString(16).padStart(64, '0');
      const isNamed = facts.calls.some(
        ({ to, input, decoded }) =>
          to === token ||
          input.includes(token.slice(2)) ||
          input.includes(size) ||
          (decoded !== null && JSON.stringify(decoded.arguments).includes(token.slice(2))),
      );
      const callee = outerCall(facts)?.to ?? null;
      if (token === NATIVE || isNamed || callee === null || facts.own.has(callee) || isVouchedFor(facts, callee) || gained.length > 0)
        return [];
      const taker = facts.changes.find((change) => change.token === token && change.amount > 0n)?.party ?? null;
      const severity = taker !== null && isAccount(facts, taker) ? 'high' : 'medium';
      return [
        {
          severity,
          text: `${shortAddress(callee)} takes your ${shortAddress(token)}, which the call does not name, and nothing comes back.`,
          address: taker ?? callee,
          evidence: { token, from: party },
        },
      ];
    });
  },
});
