import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';

/** Signature for a contract that is not there. See typed-data-no-contract.md. */
export default defineRule({
  id: 'typed-data-no-contract',
  version: 1,
  title: 'Signature for a contract that is not there',
  group: 'signature',
  params: {},

  inspect(facts) {
    const contract = facts.signature?.domain.verifyingContract ?? null;
    if (contract === null || facts.ctx.codeOf(contract) !== 'none') return [];
    return [
      {
        severity: 'medium',
        text: `${shortAddress(contract)}, which is named as the contract that checks the signature, has no code.`,
        address: contract,
        evidence: {},
      },
    ];
  },
});
