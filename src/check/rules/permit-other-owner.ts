import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';

/** Signature in another name. See permit-other-owner.md. */
export default defineRule({
  id: 'permit-other-owner',
  version: 1,
  title: 'Signature in another name',
  group: 'signature',
  params: {},

  inspect(facts) {
    const intent = facts.signature?.intent;
    const names =
      intent == null ? [] : [...intent.grants.map(({ owner }) => owner), ...(intent.speaksFor === null ? [] : [intent.speaksFor])];
    return [...new Set(names)]
      .filter((owner) => !facts.own.has(owner))
      .map((owner) => ({
        severity: 'medium',
        text: `The signature speaks for ${shortAddress(owner)}, which is not who signs it.`,
        address: owner,
        evidence: { from: facts.from },
      }));
  },
});
