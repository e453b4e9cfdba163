import { call } from './calls.js';
import { CONTRACT, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a copy',
      'high',
      {
        call: { to: CONTRACT, input: call.claim() },
        code: { [CONTRACT]: { sketch: [1, 2] } },
        history: { resemblanceOf: () => ({ contract: THIEF, share: 0.95 }) },
      },
    ],
  ],
  silent: [['code like no other', { call: { to: CONTRACT, input: call.claim() }, code: { [CONTRACT]: { sketch: [1, 2] } } }]],
});
