import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, move, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'all, for nothing',
      'medium',
      { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)], heldOf: () => 5n },
    ],
    [
      'all, by a transfer',
      'low',
      { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) }, transfers: [move(TOKEN, ME, FRIEND, 5n)], heldOf: () => 5n },
    ],
  ],
  silent: [
    ['some of it', { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)], heldOf: () => 500n }],
    ['what could not be read', { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)] }],
  ],
});
