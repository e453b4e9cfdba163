import { PERMIT2 } from '../../../src/check/permit2.js';
import { CONTRACT, ME, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a fork',
      'medium',
      {
        typedData: {
          primaryType: 'PermitSingle',
          message: {
            details: { token: TOKEN, amount: '5', expiration: '1750009999', nonce: '0' },
            spender: CONTRACT,
            sigDeadline: '1750009999',
          },
        },
      },
    ],
  ],
  silent: [
    [
      'Permit2',
      {
        typedData: {
          domain: { verifyingContract: PERMIT2 },
          primaryType: 'PermitSingle',
          message: {
            details: { token: TOKEN, amount: '5', expiration: '1750009999', nonce: '0' },
            spender: CONTRACT,
            sigDeadline: '1750009999',
          },
        },
      },
    ],
    ['a permit of a token', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }],
  ],
});
