import { tables } from './facts.js';

export default tables({
  fires: [['some bytes', 'medium', { kind: 'message', message: { text: null, bytes: '0x7f80', signIn: null } }]],
  silent: [
    ['text', { kind: 'message', message: { text: 'hello', bytes: null, signIn: null } }],
    ['a hash', { kind: 'message', message: { text: null, bytes: `0x${'7f'.repeat(32)}`, signIn: null } }],
  ],
});
