import { call } from './calls.js';
import { ME, move, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a third',
      'high',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 90n * 10n ** 18n), move(OTHER_TOKEN, ROUTER, ME, 30n * 10n ** 18n)],
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
      },
    ],
    [
      'three quarters',
      'medium',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 100n * 10n ** 18n), move(OTHER_TOKEN, ROUTER, ME, 75n * 10n ** 18n)],
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
      },
    ],
  ],
  silent: [
    [
      'a fair price',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 100n * 10n ** 18n), move(OTHER_TOKEN, ROUTER, ME, 99n * 10n ** 18n)],
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
      },
    ],
    [
      'tokens without a price',
      {
        call: { to: ROUTER, input: call.swap(5n, 0n, [TOKEN, OTHER_TOKEN], ME) },
        transfers: [move(TOKEN, ME, ROUTER, 100n), move(OTHER_TOKEN, ROUTER, ME, 1n)],
      },
    ],
  ],
});
