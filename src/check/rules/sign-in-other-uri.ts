import { defineRule } from '../rule.js';

function hostOf(uri: string): string | null {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/:?#]+)/i.exec(uri)?.[1]?.toLowerCase() ?? null;
}

/** Sign-in whose address is another page. See sign-in-other-uri.md. */
export default defineRule({
  id: 'sign-in-other-uri',
  version: 1,
  title: 'Sign-in whose address is another page',
  group: 'message',
  params: {},

  inspect(facts) {
    const signIn = facts.message?.signIn ?? null;
    const host = signIn === null || signIn.uri === null ? null : hostOf(signIn.uri);
    const domain = signIn?.domain.toLowerCase().replace(/:\d+$/, '') ?? '';
    if (signIn === null || host === null || host === domain || host.endsWith(`.${domain}`)) return [];
    return [
      {
        severity: 'medium',
        text: `The message is from ${signIn.domain} and names ${host} as where it leads.`,
        address: null,
        evidence: { domain: signIn.domain, uri: signIn.uri },
      },
    ];
  },
});
