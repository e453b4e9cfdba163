import { NATIVE } from '../../../src/core/chain/decoded.js';
import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, move, ROUTER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a payment to an unknown contract',
      'low',
      { call: { to: CONTRACT, input: call.claim(), valueWei: 5n }, transfers: [move(NATIVE, ME, CONTRACT, 5n)] },
    ],
  ],
  silent: [
    ['a router', { call: { to: ROUTER, input: call.claim(), valueWei: 5n }, transfers: [move(NATIVE, ME, ROUTER, 5n)] }],
    ['a payment to a person', { call: { to: FRIEND, valueWei: 5n }, transfers: [move(NATIVE, ME, FRIEND, 5n)] }],
  ],
});
