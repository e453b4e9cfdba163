import { defineRule } from '../rule.js';

/** Without the port: the page is the same. */
function hostIn(domain: string): string {
  return domain.toLowerCase().replace(/:\d+$/, '');
}

/** Sign-in at another page. See sign-in-other-site.md. */
export default defineRule({
  id: 'sign-in-other-site',
  version: 1,
  title: 'Sign-in at another page',
  group: 'message',
  params: {},

  inspect(facts) {
    const signIn = facts.message?.signIn ?? null;
    const site = facts.site?.host ?? null;
    if (signIn === null || site === null || hostIn(signIn.domain) === site) return [];
    return [
      {
        severity: 'high',
        text: `The message signs you in at ${signIn.domain}, and ${site} asks for it.`,
        address: null,
        evidence: { domain: signIn.domain, origin: site },
      },
    ];
  },
});
