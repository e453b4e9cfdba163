import { call } from './calls.js';
import { CONTRACT, DAY, DELEGATE, NOW, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an upgrade yesterday',
      'medium',
      {
        call: { to: CONTRACT, input: call.claim() },
        code: { [CONTRACT]: { proxies: [{ kind: 'eip1967', implementation: DELEGATE }] } },
        history: { changedAt: () => NOW - DAY },
      },
    ],
  ],
  silent: [
    [
      'an old one',
      {
        call: { to: CONTRACT, input: call.claim() },
        code: { [CONTRACT]: { proxies: [{ kind: 'eip1967', implementation: DELEGATE }] } },
        history: { changedAt: () => NOW - 30 * DAY },
      },
    ],
    ['no proxy', { call: { to: CONTRACT, input: call.claim() }, history: { changedAt: () => NOW - DAY } }],
  ],
});
