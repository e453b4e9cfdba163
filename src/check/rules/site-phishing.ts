import { defineRule } from '../rule.js';

/** Page on a list of phishing pages. See site-phishing.md. */
export default defineRule({
  id: 'site-phishing',
  version: 1,
  title: 'Page on a list of phishing pages',
  group: 'site',
  params: {},

  inspect(facts) {
    const { site } = facts;
    return site === null || site.listed === null
      ? []
      : [
          {
            severity: 'high',
            text: `${site.host} is on a list of phishing pages.`,
            address: null,
            evidence: { host: site.host, list: site.listed },
          },
        ];
  },
});
