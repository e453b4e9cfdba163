import { DAY, DELEGATE, ME, NOW, tables } from './facts.js';

export default tables({
  fires: [
    [
      'yesterday’s',
      'medium',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }],
        history: { createdAt: () => NOW - DAY },
      },
    ],
  ],
  silent: [
    [
      'last month’s',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }],
        history: { createdAt: () => NOW - 30 * DAY },
      },
    ],
  ],
});
