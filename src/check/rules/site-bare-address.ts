import { defineRule } from '../rule.js';

/** Page without a name. See site-bare-address.md. */
export default defineRule({
  id: 'site-bare-address',
  version: 1,
  title: 'Page without a name',
  group: 'site',
  params: {},

  inspect(facts) {
    const host = facts.site?.host ?? '';
    const isLocal = /^(127\.|10\.|192\.168\.|\[?::1)/.test(host);
    return /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\])$/i.test(host) && !isLocal
      ? [{ severity: 'low', text: `The page has no name, only the address ${host}.`, address: null, evidence: { host } }]
      : [];
  },
});
