import { call } from './calls.js';
import { COLLECTION, CONTRACT, ME, move, OTHER_TOKEN, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'three assets',
      'high',
      {
        call: { to: CONTRACT, input: call.claim() },
        transfers: [move(TOKEN, ME, THIEF, 5n), move(OTHER_TOKEN, ME, THIEF, 5n), move(COLLECTION, ME, THIEF, 1n, 'erc721')],
      },
    ],
  ],
  silent: [
    [
      'two for a share',
      {
        call: { to: CONTRACT, input: call.claim() },
        transfers: [move(TOKEN, ME, CONTRACT, 5n), move(OTHER_TOKEN, ME, CONTRACT, 5n), move(COLLECTION, CONTRACT, ME, 5n)],
      },
    ],
    ['one asset', { call: { to: CONTRACT, input: call.claim() }, transfers: [move(TOKEN, ME, THIEF, 5n)] }],
  ],
});
