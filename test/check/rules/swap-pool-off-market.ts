import { call } from './calls.js';
import { CONTRACT, ME, move, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'twice the worth',
      'medium',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 100n), move(OTHER_TOKEN, ROUTER, ME, 200n)],
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
        decoded: {
          swaps: [
            { kind: 'v2', pool: CONTRACT, sender: ME, recipient: ME, amount0: 100n, amount1: -200n, sqrtPriceX96: null, logIndex: 1 },
          ],
          syncs: [{ pool: CONTRACT, reserve0: 2000n, reserve1: 5000n, logIndex: 0 }],
        },
      },
    ],
  ],
  silent: [
    [
      'a fair one',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 100n), move(OTHER_TOKEN, ROUTER, ME, 99n)],
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
        decoded: {
          swaps: [{ kind: 'v2', pool: CONTRACT, sender: ME, recipient: ME, amount0: 100n, amount1: -99n, sqrtPriceX96: null, logIndex: 1 }],
          syncs: [{ pool: CONTRACT, reserve0: 2000n, reserve1: 5000n, logIndex: 0 }],
        },
      },
    ],
  ],
});
