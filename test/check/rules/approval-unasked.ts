import { call } from './calls.js';
import { CONTRACT, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a claim that approves', 'high', { call: { to: CONTRACT, input: call.claim() }, approvals: [{}] }]],
  silent: [
    ['an approval', { call: { to: TOKEN, input: call.approve(CONTRACT, 5n) }, approvals: [{}] }],
    ['one in a multicall', { call: { to: TOKEN, input: call.multicall(call.approve(CONTRACT, 5n)) }, approvals: [{}] }],
    ['a router’s', { call: { to: CONTRACT, input: call.claim() }, approvals: [{ spender: ROUTER }] }],
  ],
});
