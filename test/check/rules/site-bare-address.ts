import { tables } from './facts.js';

export default tables({
  fires: [['an IP address', 'low', { call: {}, site: { host: '203.0.113.7', listed: null, imitates: null } }]],
  silent: [
    ['a name', { call: {}, site: { host: 'town.example', listed: null, imitates: null } }],
    ['the own machine', { call: {}, site: { host: '127.0.0.1', listed: null, imitates: null } }],
  ],
});
