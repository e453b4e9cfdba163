import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, STRANGER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['an unknown library', 'high', { own: new Set([ME, FRIEND]), call: { to: FRIEND, input: call.safe(CONTRACT, '0x12345678', 1) } }],
    ['one that is signed', 'high', { own: new Set([ME, FRIEND]), call: { from: FRIEND, to: CONTRACT, operation: 'delegatecall' } }],
  ],
  silent: [
    [
      'a batch',
      {
        own: new Set([ME, FRIEND]),
        call: { to: FRIEND, input: call.safe(CONTRACT, call.multiSend(TOKEN, call.transfer(STRANGER, 5n)), 1) },
      },
    ],
    ['a plain call', { own: new Set([ME, FRIEND]), call: { to: FRIEND, input: call.safe(CONTRACT, '0x12345678') } }],
  ],
});
