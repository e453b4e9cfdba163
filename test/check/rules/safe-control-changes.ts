import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, STRANGER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a module that nobody knows',
      'high',
      { own: new Set([ME, FRIEND]), call: { to: FRIEND, input: call.safe(FRIEND, call.enableModule(CONTRACT)) } },
    ],
    ['a lower threshold', 'medium', { own: new Set([ME, FRIEND]), call: { from: FRIEND, to: FRIEND, input: call.changeThreshold(1n) } }],
  ],
  silent: [
    ['a payment', { own: new Set([ME, FRIEND]), call: { to: FRIEND, input: call.safe(TOKEN, call.transfer(STRANGER, 5n)) } }],
    ['somebody else’s Safe', { call: { from: FRIEND, to: FRIEND, input: call.changeThreshold(1n) } }],
  ],
});
