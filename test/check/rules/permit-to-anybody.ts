import { PERMIT2 } from '../../../src/check/permit2.js';
import { CONTRACT, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'no spender',
      'low',
      {
        typedData: {
          domain: { verifyingContract: PERMIT2 },
          primaryType: 'PermitTransferFrom',
          message: { permitted: { token: TOKEN, amount: '5' }, nonce: '0', deadline: '1750009999' },
        },
      },
    ],
  ],
  silent: [
    [
      'a named one',
      {
        typedData: {
          domain: { verifyingContract: PERMIT2 },
          primaryType: 'PermitTransferFrom',
          message: { permitted: { token: TOKEN, amount: '5' }, spender: CONTRACT, nonce: '0', deadline: '1750009999' },
        },
      },
    ],
  ],
});
