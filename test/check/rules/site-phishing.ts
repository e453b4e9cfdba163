import { tables } from './facts.js';

export default tables({
  fires: [['a listed page', 'high', { call: {}, site: { host: 'thief.example', listed: 'eth-phishing-detect', imitates: null } }]],
  silent: [
    ['any other page', { call: {}, site: { host: 'town.example', listed: null, imitates: null } }],
    ['no page', { call: {} }],
  ],
});
