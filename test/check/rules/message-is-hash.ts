import { tables } from './facts.js';

export default tables({
  fires: [['32 bytes', 'high', { kind: 'message', message: { text: null, bytes: `0x${'7f'.repeat(32)}`, signIn: null } }]],
  silent: [
    ['text', { kind: 'message', message: { text: 'hello', bytes: null, signIn: null } }],
    ['other bytes', { kind: 'message', message: { text: null, bytes: '0x7f80', signIn: null } }],
  ],
});
