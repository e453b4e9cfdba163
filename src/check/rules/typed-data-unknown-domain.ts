import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Signature for a contract that nobody vouches for. See typed-data-unknown-domain.md. */
export default defineRule({
  id: 'typed-data-unknown-domain',
  version: 1,
  title: 'Signature for a contract that nobody vouches for',
  group: 'signature',
  params: {},

  inspect(facts) {
    const { verifyingContract, name } = facts.signature?.domain ?? {};
    if (
      verifyingContract === null ||
      verifyingContract === undefined ||
      isVouchedFor(facts, verifyingContract) ||
      facts.own.has(verifyingContract)
    )
      return [];
    return [
      {
        severity: 'low',
        text: `No label knows ${shortAddress(verifyingContract)}${name == null ? '' : `, which calls itself ${name}`}.`,
        address: verifyingContract,
        evidence: { name: name ?? null },
      },
    ];
  },
});
