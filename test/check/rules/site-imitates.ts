import { tables } from './facts.js';

export default tables({
  fires: [['a near name', 'medium', { call: {}, site: { host: 'unlswap.example', listed: null, imitates: 'uniswap.org' } }]],
  silent: [['a name of its own', { call: {}, site: { host: 'town.example', listed: null, imitates: null } }]],
});
