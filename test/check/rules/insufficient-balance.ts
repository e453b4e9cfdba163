import { FRIEND, tables } from './facts.js';

export default tables({
  fires: [
    [
      'too little',
      'medium',
      {
        call: { to: FRIEND, valueWei: 9n },
        asked: {
          to: FRIEND,
          valueWei: 9n,
          nonce: null,
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
      'enough',
      {
        call: { to: FRIEND, valueWei: 4n },
        asked: {
          to: FRIEND,
          valueWei: 4n,
          nonce: null,
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
