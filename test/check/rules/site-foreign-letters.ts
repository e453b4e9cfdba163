import { tables } from './facts.js';

export default tables({
  fires: [['punycode', 'low', { call: {}, site: { host: 'xn--unswap-n9a.example', listed: null, imitates: null } }]],
  silent: [['plain letters', { call: {}, site: { host: 'town.example', listed: null, imitates: null } }]],
});
