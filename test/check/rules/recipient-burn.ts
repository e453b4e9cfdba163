import { NATIVE } from '../../../src/core/chain/decoded.js';
import { call } from './calls.js';
import { FRIEND, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['coins to 0x…dead', 'medium', { call: { to: '0x000000000000000000000000000000000000dead', valueWei: 5n } }],
    ['tokens to the zero address', 'medium', { call: { to: TOKEN, input: call.transfer(NATIVE, 5n) } }],
  ],
  silent: [['a payment to a person', { call: { to: FRIEND, valueWei: 5n } }]],
});
