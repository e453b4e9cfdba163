import { DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another chain',
      'medium',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 10, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
  silent: [
    [
      'this chain',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
    [
      'every chain',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 0, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
});
