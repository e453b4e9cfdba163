import { NATIVE } from '../../../src/core/chain/decoded.js';
import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, move, OTHER_TOKEN, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['a token by the way', 'high', { call: { to: CONTRACT, input: call.claim() }, transfers: [move(TOKEN, ME, THIEF, 5n)] }],
    ['a token into a contract', 'medium', { call: { to: CONTRACT, input: call.claim() }, transfers: [move(TOKEN, ME, CONTRACT, 5n)] }],
  ],
  silent: [
    ['an amount that was named', { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)] }],
    ['a transfer', { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) }, transfers: [move(TOKEN, ME, FRIEND, 5n)] }],
    [
      'a deposit for shares',
      { call: { to: CONTRACT, input: call.claim() }, transfers: [move(TOKEN, ME, CONTRACT, 5n), move(OTHER_TOKEN, CONTRACT, ME, 5n)] },
    ],
    ['coins', { call: { to: CONTRACT, input: call.claim(), valueWei: 5n }, transfers: [move(NATIVE, ME, CONTRACT, 5n)] }],
  ],
});
