import { NATIVE } from '../../../src/core/chain/decoded.js';
import { ME, OTHER_TOKEN, ROUTER, STRANGER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a stranger',
      'medium',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'LimitOrder',
          message: { maker: ME, taker: STRANGER, makerToken: TOKEN, takerToken: OTHER_TOKEN, makerAmount: '5', takerAmount: '5' },
        },
      },
    ],
  ],
  silent: [
    [
      'anybody',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'LimitOrder',
          message: { maker: ME, taker: NATIVE, makerToken: TOKEN, takerToken: OTHER_TOKEN, makerAmount: '5', takerAmount: '5' },
        },
      },
    ],
  ],
});
