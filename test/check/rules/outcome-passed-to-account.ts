import { NATIVE } from '../../../src/core/chain/decoded.js';
import { call } from './calls.js';
import { COLLECTION, CONTRACT, FRIEND, ME, move, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'all of a token',
      'high',
      {
        call: { to: CONTRACT, input: call.stake(5n) },
        transfers: [move(TOKEN, ME, CONTRACT, 5n), move(TOKEN, CONTRACT, THIEF, 5n)],
        heldOf: () => 5n,
      },
    ],
    [
      'a pass-through',
      'medium',
      { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n), move(TOKEN, CONTRACT, THIEF, 5n)] },
    ],
  ],
  silent: [
    [
      'a payment to that account itself',
      { call: { to: FRIEND, input: '0x7468616e6b73', valueWei: 5n }, transfers: [move(NATIVE, ME, FRIEND, 5n)] },
    ],
    ['money that stays', { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)] }],
    [
      'a purchase',
      {
        call: { to: CONTRACT, input: call.stake(5n) },
        transfers: [move(TOKEN, ME, FRIEND, 5n), move(COLLECTION, FRIEND, ME, 1n, 'erc721')],
      },
    ],
  ],
});
