import { FRIEND, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a thousand gwei',
      'medium',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: null,
          gas: 21_000,
          gasPriceWei: 10n ** 13n,
          maxFeePerGasWei: null,
          maxPriorityFeePerGasWei: null,
        },
        sender: { balanceWei: 5n, nonce: 5, pendingNonce: 6 },
      },
    ],
  ],
  silent: [
    [
      'two gwei',
      {
        call: {},
        asked: {
          to: FRIEND,
          valueWei: 0n,
          nonce: null,
          gas: 21_000,
          gasPriceWei: 2n * 10n ** 9n,
          maxFeePerGasWei: null,
          maxPriorityFeePerGasWei: null,
        },
        sender: { balanceWei: 5n, nonce: 5, pendingNonce: 6 },
      },
    ],
  ],
});
