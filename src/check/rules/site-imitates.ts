import { defineRule } from '../rule.js';

/** Page with a name like another’s. See site-imitates.md. */
export default defineRule({
  id: 'site-imitates',
  version: 1,
  title: 'Page with a name like another’s',
  group: 'site',
  params: {},

  inspect(facts) {
    const { site } = facts;
    return site === null || site.imitates === null || site.listed !== null
      ? []
      : [
          {
            severity: 'medium',
            text: `${site.host} looks like ${site.imitates}, and is not it.`,
            address: null,
            evidence: { host: site.host, like: site.imitates },
          },
        ];
  },
});
