import { PERMIT2 } from '../../../src/check/permit2.js';
import { address } from '../../support/build-transaction.js';
import { CONTRACT, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'four tokens',
      'medium',
      {
        typedData: {
          domain: { verifyingContract: PERMIT2 },
          primaryType: 'PermitBatch',
          message: {
            details: [1, 2, 3, 4].map((i) => ({ token: address(`token ${i}`), amount: '5', expiration: '1750009999', nonce: '0' })),
            spender: CONTRACT,
            sigDeadline: '1750009999',
          },
        },
      },
    ],
  ],
  silent: [['one token', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }]],
});
