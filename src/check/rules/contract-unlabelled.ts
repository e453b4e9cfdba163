import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';
import { isPlainPayment, outerCall, ownChangesOf } from '../rule-questions.js';

/** Contract that nobody vouches for. See contract-unlabelled.md. */
export default defineRule({
  id: 'contract-unlabelled',
  version: 1,
  title: 'Contract that nobody vouches for',
  group: 'contract',
  params: {},

  inspect(facts) {
    const { lost } = ownChangesOf(facts);
    if (lost.length === 0 || isPlainPayment(facts)) return [];
    const callee = outerCall(facts)?.to ?? null;
    if (callee === null || facts.own.has(callee) || facts.ctx.codeOf(callee) !== 'some' || facts.ctx.labelsOf(callee).length > 0) return [];
    return [{ severity: 'low', text: `You pay ${shortAddress(callee)}, and no label knows it.`, address: callee, evidence: {} }];
  },
});
