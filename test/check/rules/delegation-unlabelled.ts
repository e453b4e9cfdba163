import { DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an unknown contract',
      'medium',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
  silent: [
    [
      'a known wallet',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }],
        labels: { [DELEGATE]: 'defi' },
      },
    ],
  ],
});
