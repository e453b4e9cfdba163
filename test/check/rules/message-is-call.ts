import { call } from './calls.js';
import { THIEF, tables } from './facts.js';

export default tables({
  fires: [['an approval', 'medium', { kind: 'message', message: { text: null, bytes: call.approve(THIEF, 5n), signIn: null } }]],
  silent: [
    ['unreadable bytes', { kind: 'message', message: { text: null, bytes: '0x7f80', signIn: null } }],
    ['text', { kind: 'message', message: { text: 'hello', bytes: null, signIn: null } }],
  ],
});
