import { call } from './calls.js';
import { FRIEND, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['a payment to a drainer', 'high', { call: { to: THIEF, valueWei: 5n }, labels: { [THIEF]: 'drainer' } }],
    ['a spender on a list', 'high', { call: { to: TOKEN, input: call.approve(THIEF, 5n) }, labels: { [THIEF]: 'phishing' } }],
  ],
  silent: [
    ['a payment to somebody unknown', { call: { to: FRIEND, valueWei: 5n } }],
    ['an exchange', { call: { to: FRIEND, valueWei: 5n }, labels: { [FRIEND]: 'exchange' } }],
    ['what a detector told', { call: { to: THIEF, valueWei: 5n }, labels: { [THIEF]: 'drainer' }, told: ['flagged-interaction'] }],
  ],
});
