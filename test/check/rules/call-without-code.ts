import { call } from './calls.js';
import { CONTRACT, FRIEND, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    ['a claim that pays', 'medium', { call: { to: STRANGER, input: call.claim(), valueWei: 5n } }],
    ['unreadable data', 'low', { call: { to: STRANGER, input: '0x1234567890' } }],
  ],
  silent: [
    ['a contract', { call: { to: CONTRACT, input: call.claim(), valueWei: 5n } }],
    ['a payment', { call: { to: FRIEND, valueWei: 5n } }],
  ],
});
