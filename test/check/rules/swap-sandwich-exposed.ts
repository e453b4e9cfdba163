import { call } from './calls.js';
import { ME, move, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'ten per cent',
      'low',
      { call: { to: ROUTER, input: call.swap(100n, 90n, [TOKEN, OTHER_TOKEN], ME) }, transfers: [move(OTHER_TOKEN, ROUTER, ME, 100n)] },
    ],
  ],
  silent: [
    [
      'one per cent',
      { call: { to: ROUTER, input: call.swap(100n, 99n, [TOKEN, OTHER_TOKEN], ME) }, transfers: [move(OTHER_TOKEN, ROUTER, ME, 100n)] },
    ],
  ],
});
