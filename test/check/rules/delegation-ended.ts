import { NATIVE } from '../../../src/core/chain/decoded.js';
import { DELEGATE, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'the end',
      'info',
      { delegations: [{ account: ME, delegate: NATIVE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
  silent: [
    [
      'a beginning',
      { delegations: [{ account: ME, delegate: DELEGATE, chainId: 1, nonce: 0n, before: null, probe: { sweptTo: null, openTo: null } }] },
    ],
  ],
});
