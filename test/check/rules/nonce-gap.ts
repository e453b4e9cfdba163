import { FRIEND, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a gap',
      'low',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: 9n,
          gas: 21_000,
          gasPriceWei: null,
          maxFeePerGasWei: null,
          maxPriorityFeePerGasWei: null,
        },
        sender: { balanceWei: 5n, nonce: 5, pendingNonce: 6 },
      },
    ],
  ],
  silent: [
    [
      'the next one',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: 6n,
          gas: 21_000,
          gasPriceWei: null,
          maxFeePerGasWei: null,
          maxPriorityFeePerGasWei: null,
        },
        sender: { balanceWei: 5n, nonce: 5, pendingNonce: 6 },
      },
    ],
  ],
});
