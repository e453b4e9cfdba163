import { call } from './calls.js';
import { FRIEND, ME, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a least of zero', 'low', { call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) } }]],
  silent: [
    ['a real limit', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ME) } }],
    ['no swap', { call: { to: TOKEN, input: call.transfer(FRIEND, 0n) } }],
  ],
});
