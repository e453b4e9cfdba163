import { DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an open account',
      'high',
      {
        delegations: [
          {
            account: ME,
            delegate: DELEGATE,
            chainId: 1,
            nonce: 0n,
            before: null,
            probe: { sweptTo: null, openTo: 'execute(address,uint256,bytes)' },
          },
        ],
      },
    ],
  ],
  silent: [
    [
      'one that asks who orders',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
});
