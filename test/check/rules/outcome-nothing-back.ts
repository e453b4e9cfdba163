import { call } from './calls.js';
import { CONTRACT, FRIEND, ME, move, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a fee', 'low', { call: { to: CONTRACT, input: call.stake(5n) }, transfers: [move(TOKEN, ME, CONTRACT, 5n)] }]],
  silent: [
    [
      'a swap',
      {
        call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 5n), move(OTHER_TOKEN, ROUTER, ME, 5n)],
      },
    ],
    ['a transfer', { call: { to: TOKEN, input: call.transfer(FRIEND, 5n) }, transfers: [move(TOKEN, ME, FRIEND, 5n)] }],
  ],
});
