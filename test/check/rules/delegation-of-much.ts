import { DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'ten coins',
      'low',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }],
        sender: { balanceWei: 10n ** 19n, nonce: 0, pendingNonce: 0 },
      },
    ],
  ],
  silent: [
    [
      'little',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }],
        sender: { balanceWei: 10n ** 15n, nonce: 0, pendingNonce: 0 },
      },
    ],
  ],
});
