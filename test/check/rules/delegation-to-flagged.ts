import { DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a drainer',
      'high',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }],
        labels: { [DELEGATE]: 'drainer' },
      },
    ],
  ],
  silent: [
    [
      'an unknown contract',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
});
