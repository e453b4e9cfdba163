import { call } from './calls.js';
import { CONTRACT, ME, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a swap through half of a pool',
      'medium',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        decoded: {
          swaps: [
            { kind: 'v2', pool: CONTRACT, sender: ME, recipient: ME, amount0: 1000n, amount1: -500n, sqrtPriceX96: null, logIndex: 1 },
          ],
          syncs: [{ pool: CONTRACT, reserve0: 2000n, reserve1: 500n, logIndex: 0 }],
        },
      },
    ],
  ],
  silent: [
    [
      'a small swap',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        decoded: {
          swaps: [{ kind: 'v2', pool: CONTRACT, sender: ME, recipient: ME, amount0: 10n, amount1: -10n, sqrtPriceX96: null, logIndex: 1 }],
          syncs: [{ pool: CONTRACT, reserve0: 100010n, reserve1: 99990n, logIndex: 0 }],
        },
      },
    ],
  ],
});
