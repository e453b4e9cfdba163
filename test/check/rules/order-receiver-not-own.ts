import { NATIVE } from '../../../src/core/chain/decoded.js';
import { ME, OTHER_TOKEN, ROUTER, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a stranger',
      'high',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: { sellToken: TOKEN, buyToken: OTHER_TOKEN, receiver: THIEF, sellAmount: '50', buyAmount: '50', validTo: '1750009999' },
        },
      },
    ],
  ],
  silent: [
    [
      'me',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: { sellToken: TOKEN, buyToken: OTHER_TOKEN, receiver: ME, sellAmount: '50', buyAmount: '50', validTo: '1750009999' },
        },
      },
    ],
    [
      'nobody, which is me',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: { sellToken: TOKEN, buyToken: OTHER_TOKEN, receiver: NATIVE, sellAmount: '50', buyAmount: '50', validTo: '1750009999' },
        },
      },
    ],
  ],
});
