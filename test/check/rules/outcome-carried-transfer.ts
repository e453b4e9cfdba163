import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a transfer in a multicall', 'medium', { call: { to: CONTRACT, input: call.multicall(call.transferFrom(ME, THIEF, 5n)) } }]],
  silent: [
    ['a transfer by itself', { call: { to: TOKEN, input: call.transferFrom(ME, FRIEND, 5n) } }],
    ['one to me', { call: { to: CONTRACT, input: call.multicall(call.transferFrom(ME, ME, 5n)) } }],
  ],
});
