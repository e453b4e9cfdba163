import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { addressNamed, isAccount, isPlaceholder, isVouchedFor } from '../rule-questions.js';

/** Shares that go to somebody else. See liquidity-receiver-not-own.md. */
export default defineRule({
  id: 'liquidity-receiver-not-own',
  version: 1,
  title: 'Shares that go to somebody else',
  group: 'swap',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap((each): RuleHit[] => {
      const name = each.decoded?.name ?? '';
      const receiver = addressNamed(each, 'receiver', 'onBehalfOf', 'to');
      if (
        !/^(addLiquidity|removeLiquidity|deposit|mint|withdraw|redeem|supply|borrow)/.test(name) ||
        receiver === null ||
        isPlaceholder(receiver)
      )
        return [];
      if (facts.own.has(receiver) || receiver === each.to || isVouchedFor(facts, receiver) || !facts.own.has(each.from)) return [];
      // Minting to somebody is what a token's owner does all day; of a vault, shares are named.
      if (name === 'mint' && each.decoded?.signature !== 'mint(uint256,address)') return [];
      const severity = isAccount(facts, receiver) ? 'high' : 'medium';
      return [
        {
          severity,
          text: `What ${name} gives goes to ${shortAddress(receiver)}, and not to you.`,
          address: receiver,
          evidence: { function: name },
        },
      ];
    });
  },
});
