import { DELEGATE, ME, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a sweeper',
      'high',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: THIEF, openTo: null } }] },
    ],
  ],
  silent: [
    [
      'one that keeps',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
    [
      'one that could not be tried',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: null }] },
    ],
  ],
});
