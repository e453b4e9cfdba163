import { PERMIT2 } from '../../../src/check/permit2.js';
import { CONTRACT, DAY, NOW, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'ten years',
      'low',
      {
        typedData: {
          domain: { verifyingContract: PERMIT2 },
          primaryType: 'PermitSingle',
          message: {
            details: { token: TOKEN, amount: '5', expiration: `${NOW + 3650 * DAY}`, nonce: '0' },
            spender: CONTRACT,
            sigDeadline: '1750009999',
          },
        },
      },
    ],
  ],
  silent: [
    [
      'a month',
      {
        typedData: {
          domain: { verifyingContract: PERMIT2 },
          primaryType: 'PermitSingle',
          message: {
            details: { token: TOKEN, amount: '5', expiration: `${NOW + 30 * DAY}`, nonce: '0' },
            spender: CONTRACT,
            sigDeadline: '1750009999',
          },
        },
      },
    ],
  ],
});
