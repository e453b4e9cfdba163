import { FRIEND, tables } from './facts.js';

export default tables({
  fires: [
    [
      'too low',
      'low',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: null,
          gas: 21_000,
          gasPriceWei: 10n,
          maxFeePerGasWei: null,
          maxPriorityFeePerGasWei: null,
        },
        sender: { balanceWei: 5n, nonce: 5, pendingNonce: 6 },
      },
    ],
  ],
  silent: [
    [
      'enough',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: null,
          gas: 21_000,
          gasPriceWei: 10n ** 10n,
          maxFeePerGasWei: null,
          maxPriorityFeePerGasWei: null,
        },
        sender: { balanceWei: 5n, nonce: 5, pendingNonce: 6 },
      },
    ],
  ],
});
