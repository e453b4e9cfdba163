import { call } from './calls.js';
import { CONTRACT, DELEGATE, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a clone of a drainer',
      'high',
      {
        call: { to: CONTRACT, input: call.claim() },
        code: { [CONTRACT]: { proxies: [{ kind: 'eip1167', implementation: THIEF }] } },
        labels: { [THIEF]: 'drainer' },
      },
    ],
  ],
  silent: [
    [
      'a clone of something else',
      { call: { to: CONTRACT, input: call.claim() }, code: { [CONTRACT]: { proxies: [{ kind: 'eip1167', implementation: DELEGATE }] } } },
    ],
  ],
});
