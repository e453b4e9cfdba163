import { NATIVE } from '../../../src/core/chain/decoded.js';
import { COLLECTION, FRIEND, ME, ROUTER, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'all of it',
      'high',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [{ itemType: '2', token: COLLECTION, identifierOrCriteria: '7', startAmount: '1', endAmount: '1' }],
            consideration: [
              { itemType: '0', token: NATIVE, startAmount: '900', endAmount: '900', recipient: THIEF },
              { itemType: '0', token: NATIVE, startAmount: '100', endAmount: '100', recipient: ME },
            ],
            startTime: '0',
            endTime: '1750009999',
          },
        },
      },
    ],
  ],
  silent: [
    [
      'a fee',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [{ itemType: '2', token: COLLECTION, identifierOrCriteria: '7', startAmount: '1', endAmount: '1' }],
            consideration: [
              { itemType: '0', token: NATIVE, startAmount: '100', endAmount: '100', recipient: FRIEND },
              { itemType: '0', token: NATIVE, startAmount: '900', endAmount: '900', recipient: ME },
            ],
            startTime: '0',
            endTime: '1750009999',
          },
        },
      },
    ],
  ],
});
