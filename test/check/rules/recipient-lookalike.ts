import { call } from './calls.js';
import { FRIEND, THIEF, tables } from './facts.js';

export default tables({
  fires: [['a poisoned recipient', 'high', { call: { to: THIEF, valueWei: 5n }, history: { lookalikeOf: () => FRIEND } }]],
  silent: [
    ['a recipient like no other', { call: { to: FRIEND, valueWei: 5n } }],
    ['a call without a payment', { call: { to: THIEF, input: call.claim() }, history: { lookalikeOf: () => FRIEND } }],
  ],
});
