import { NATIVE } from '../../../src/core/chain/decoded.js';
import { DELEGATE, ME, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an account',
      'medium',
      { delegations: [{ account: ME, delegate: STRANGER, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
  silent: [
    [
      'a contract',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
    [
      'the end of a delegation',
      { delegations: [{ account: ME, delegate: NATIVE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
});
