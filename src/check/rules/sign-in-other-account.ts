import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';

/** Sign-in of another account. See sign-in-other-account.md. */
export default defineRule({
  id: 'sign-in-other-account',
  version: 1,
  title: 'Sign-in of another account',
  group: 'message',
  params: {},

  inspect(facts) {
    const signIn = facts.message?.signIn ?? null;
    if (signIn === null || facts.own.has(signIn.address)) return [];
    return [
      {
        severity: 'medium',
        text: `The message signs in ${shortAddress(signIn.address)}, which is not who signs it.`,
        address: signIn.address,
        evidence: { from: facts.from },
      },
    ];
  },
});
