import { FRIEND, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an old number',
      'medium',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: 3n,
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
          nonce: 5n,
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
