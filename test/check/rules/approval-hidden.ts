import { call } from './calls.js';
import { CONTRACT, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['an approval in a multicall', 'medium', { call: { to: TOKEN, input: call.multicall(call.approve(CONTRACT, 5n)) } }]],
  silent: [
    ['an approval by itself', { call: { to: TOKEN, input: call.approve(CONTRACT, 5n) } }],
    ['one for a router', { call: { to: TOKEN, input: call.multicall(call.approve(ROUTER, 5n)) } }],
  ],
});
