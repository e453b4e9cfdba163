import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';
import { isAccount, isPlainPayment, isVouchedFor, outerCall, ownChangesOf } from '../rule-questions.js';

/** Payment that is passed on to a person. See outcome-passed-to-account.md. */
export default defineRule({
  id: 'outcome-passed-to-account',
  version: 1,
  title: 'Payment that is passed on to a person',
  group: 'outcome',
  params: { allPercent: 95 },

  inspect(facts, params) {
    const { lost, gained } = ownChangesOf(facts);
    const [paid] = lost;
    const callee = outerCall(facts)?.to ?? null;
    if (
      paid === undefined ||
      gained.length > 0 ||
      callee === null ||
      isVouchedFor(facts, callee) ||
      isPlainPayment(facts) ||
      facts.own.has(callee) ||
      facts.kind === 'typedData'
    )
      return [];
    const receivers = facts.changes.filter(({ token, amount, party }) => token === paid.token && amount > 0n && !facts.own.has(party));
    const [most] = receivers.filter(({ amount }) => amount * 10n >= -paid.amount * 9n);
    if (most === undefined || most.party === callee || !isAccount(facts, most.party) || isVouchedFor(facts, most.party)) return [];
    const held = paid.standard === 'native' ? null : facts.heldOf(paid.party, paid.token);
    const isAll = held !== null && held > 0n && -paid.amount * 100n >= held * BigInt(params.allPercent);
    return [
      {
        severity: isAll ? 'high' : 'medium',
        text: `What you pay to ${shortAddress(callee)} goes straight on to ${shortAddress(most.party)}, which is somebody’s account, and nothing comes back.`,
        address: most.party,
        evidence: { asset: paid.token },
      },
    ];
  },
});
