import { call } from './calls.js';
import { CONTRACT, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['an increase', 'low', { call: { to: TOKEN, input: call.increaseAllowance(CONTRACT, 5n) } }]],
  silent: [
    ['an approval', { call: { to: TOKEN, input: call.approve(CONTRACT, 5n) } }],
    ['an increase for a router', { call: { to: TOKEN, input: call.increaseAllowance(ROUTER, 5n) } }],
  ],
});
