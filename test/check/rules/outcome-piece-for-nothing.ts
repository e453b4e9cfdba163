import { NATIVE } from '../../../src/core/chain/decoded.js';
import { call } from './calls.js';
import { COLLECTION, CONTRACT, FRIEND, ME, move, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a piece that is taken',
      'medium',
      { call: { to: CONTRACT, input: call.claim() }, transfers: [move(COLLECTION, ME, THIEF, 1n, 'erc721')] },
    ],
  ],
  silent: [
    [
      'a sale',
      {
        call: { to: CONTRACT, input: call.claim() },
        transfers: [move(COLLECTION, ME, FRIEND, 1n, 'erc721'), move(NATIVE, FRIEND, ME, 5n)],
      },
    ],
    [
      'a transfer',
      { call: { to: COLLECTION, input: call.sendPiece(ME, FRIEND) }, transfers: [move(COLLECTION, ME, FRIEND, 1n, 'erc721')] },
    ],
  ],
});
