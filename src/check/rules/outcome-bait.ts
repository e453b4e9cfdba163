import { BAIT_NAMES } from '../../core/detect/bait-names.js';
import { defineRule } from '../rule.js';
import { isVouchedFor, outerCall, ownChangesOf } from '../rule-questions.js';

/** Promise that takes. See outcome-bait.md. */
export default defineRule({
  id: 'outcome-bait',
  version: 1,
  title: 'Promise that takes',
  group: 'outcome',
  params: {},

  inspect(facts) {
    const outer = outerCall(facts);
    const name =
      BAIT_NAMES.get(outer?.selector ?? '0x') ??
      (/^(claim|airdrop|getReward|withdrawReward|securityUpdate|mintFree)/i.test(outer?.decoded?.name ?? '')
        ? outer?.decoded?.name
        : undefined);
    const { lost, gained } = ownChangesOf(facts);
    if (
      name === undefined ||
      outer === null ||
      outer.to === null ||
      lost.length === 0 ||
      gained.length > 0 ||
      isVouchedFor(facts, outer.to)
    )
      return [];
    if (facts.isTold('native-phishing-payable')) return [];
    return [
      {
        severity: 'high',
        text: `${name} promises you something. It takes, and gives nothing.`,
        address: outer.to,
        evidence: { function: name },
      },
    ];
  },
});
