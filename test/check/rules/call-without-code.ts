import { call } from './calls.js';
import { CONTRACT, FRIEND, ROUTER, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an operation of an account that is not there',
      'medium',
      { kind: 'userOperation', own: new Set([FRIEND]), call: { from: CONTRACT, to: FRIEND, input: call.claim() } },
    ],
    ['a claim that pays', 'medium', { call: { to: STRANGER, input: call.claim(), valueWei: 5n } }],
    ['a note in a payment', 'low', { call: { to: STRANGER, input: '0x68656c6c6f20796f75', valueWei: 5n } }],
    ['unreadable data', 'low', { call: { to: STRANGER, input: '0x1234567890' } }],
  ],
  silent: [
    [
      'an operation that creates its account first',
      {
        kind: 'userOperation',
        own: new Set([FRIEND]),
        call: [
          { from: CONTRACT, to: ROUTER, input: call.claim() },
          { from: CONTRACT, to: FRIEND, input: call.claim() },
        ],
      },
    ],
    ['a contract', { call: { to: CONTRACT, input: call.claim(), valueWei: 5n } }],
    ['a payment', { call: { to: FRIEND, valueWei: 5n } }],
  ],
});
