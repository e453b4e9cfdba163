import { call } from './calls.js';
import { CONTRACT, ME, OTHER_TOKEN, ROUTER, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['a stranger', 'high', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], THIEF) } }],
    ['an unknown contract', 'medium', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], CONTRACT) } }],
  ],
  silent: [
    ['me', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ME) } }],
    ['the router itself', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ROUTER) } }],
  ],
});
