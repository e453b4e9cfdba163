import { defineRule } from '../rule.js';

/** Page with foreign letters in its name. See site-foreign-letters.md. */
export default defineRule({
  id: 'site-foreign-letters',
  version: 1,
  title: 'Page with foreign letters in its name',
  group: 'site',
  params: {},

  inspect(facts) {
    const host = facts.site?.host ?? '';
    return host.split('.').some((part) => part.startsWith('xn--'))
      ? [
          {
            severity: 'low',
            text: `The name of the page, ${host}, is written with letters that may look like others.`,
            address: null,
            evidence: { host },
          },
        ]
      : [];
  },
});
