import { call } from './calls.js';
import { COLLECTION, FRIEND, ME, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['a piece to an exchange', 'medium', { call: { to: COLLECTION, input: call.sendPiece(ME, FRIEND) }, labels: { [FRIEND]: 'exchange' } }],
    [
      'an unknown token to an exchange',
      'medium',
      { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) }, labels: { [FRIEND]: 'exchange' } },
    ],
  ],
  silent: [
    ['coins to an exchange', { call: { to: FRIEND, valueWei: 5n }, labels: { [FRIEND]: 'exchange' } }],
    [
      'a stablecoin to an exchange',
      { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) }, labels: { [FRIEND]: 'exchange', [TOKEN]: 'stablecoin' } },
    ],
  ],
});
