import { CONTRACT, DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another wallet',
      'low',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: CONTRACT, probe: { sweptTo: null, openTo: null } }],
      },
    ],
  ],
  silent: [
    [
      'a first delegation',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
    [
      'the same again',
      {
        delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: DELEGATE, probe: { sweptTo: null, openTo: null } }],
      },
    ],
  ],
});
