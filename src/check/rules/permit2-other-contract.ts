import { shortAddress } from '../../core/detect/format.js';
import { PERMIT2 } from '../permit2.js';
import { defineRule } from '../rule.js';
import { isPermit2Type } from '../typed-data/read-intent.js';

/** Permit2 that is not Permit2. See permit2-other-contract.md. */
export default defineRule({
  id: 'permit2-other-contract',
  version: 1,
  title: 'Permit2 that is not Permit2',
  group: 'signature',
  params: {},

  inspect(facts) {
    const { data, domain } = facts.signature ?? {};
    if (
      data === undefined ||
      domain === undefined ||
      domain.verifyingContract === null ||
      domain.verifyingContract === PERMIT2 ||
      !isPermit2Type(data.primaryType)
    )
      return [];
    return [
      {
        severity: 'medium',
        text: `It is written like a signature for Permit2, for another contract: ${shortAddress(domain.verifyingContract)}.`,
        address: domain.verifyingContract,
        evidence: { permit2: PERMIT2 },
      },
    ];
  },
});
