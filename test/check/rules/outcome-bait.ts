import { NATIVE } from '../../../src/core/chain/decoded.js';
import { call } from './calls.js';
import { CONTRACT, ME, move, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a claim that takes',
      'high',
      { call: { to: CONTRACT, input: call.claim(), valueWei: 5n }, transfers: [move(NATIVE, ME, CONTRACT, 5n)] },
    ],
  ],
  silent: [
    ['a claim that gives', { call: { to: CONTRACT, input: call.claim() }, transfers: [move(TOKEN, CONTRACT, ME, 5n)] }],
    ['a stake', { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)] }],
  ],
});
