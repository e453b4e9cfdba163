import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, OTHER_TOKEN, STRANGER, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an owner who changes',
      'medium',
      {
        call: { to: CONTRACT, input: call.transferOwnership(FRIEND) },
        decoded: { admin: [{ kind: 'ownership-transferred', contract: CONTRACT, target: FRIEND, previous: ME, role: null, logIndex: 0 }] },
      },
    ],
    [
      'one who changes by the way',
      'high',
      {
        call: { to: OTHER_TOKEN, input: call.claim() },
        decoded: { admin: [{ kind: 'ownership-transferred', contract: CONTRACT, target: THIEF, previous: ME, role: null, logIndex: 0 }] },
      },
    ],
  ],
  silent: [
    [
      'somebody else’s',
      {
        call: { to: CONTRACT, input: call.claim() },
        decoded: {
          admin: [{ kind: 'ownership-transferred', contract: CONTRACT, target: FRIEND, previous: STRANGER, role: null, logIndex: 0 }],
        },
      },
    ],
  ],
});
