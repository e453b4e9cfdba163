import { NATIVE } from '../../../src/core/chain/decoded.js';
import { COLLECTION, ME, OTHER_TOKEN, ROUTER, THIEF, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a piece for nothing',
      'high',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [{ itemType: '2', token: COLLECTION, identifierOrCriteria: '7', startAmount: '1', endAmount: '1' }],
            consideration: [],
            startTime: '0',
            endTime: '1750009999',
            counter: '0',
          },
        },
      },
    ],
    [
      'a token for one unit',
      'high',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: { sellToken: TOKEN, buyToken: OTHER_TOKEN, sellAmount: `${10n ** 20n}`, buyAmount: '1', validTo: '1750009999' },
        },
      },
    ],
    [
      'a piece whose price goes to somebody else',
      'high',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [{ itemType: '2', token: COLLECTION, identifierOrCriteria: '7', startAmount: '1', endAmount: '1' }],
            consideration: [
              {
                itemType: '0',
                token: NATIVE,
                identifierOrCriteria: '0',
                startAmount: `${10n ** 18n}`,
                endAmount: `${10n ** 18n}`,
                recipient: THIEF,
              },
            ],
            startTime: '0',
            endTime: '1750009999',
            counter: '0',
          },
        },
      },
    ],
  ],
  silent: [
    [
      'a fair price',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [{ itemType: '2', token: COLLECTION, identifierOrCriteria: '7', startAmount: '1', endAmount: '1' }],
            consideration: [
              {
                itemType: '0',
                token: NATIVE,
                identifierOrCriteria: '0',
                startAmount: `${10n ** 18n}`,
                endAmount: `${10n ** 18n}`,
                recipient: ME,
              },
            ],
            startTime: '0',
            endTime: '1750009999',
            counter: '0',
          },
        },
      },
    ],
    [
      'an offer for a piece',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [{ itemType: '1', token: TOKEN, identifierOrCriteria: '0', startAmount: `${10n ** 18n}`, endAmount: `${10n ** 18n}` }],
            consideration: [
              { itemType: '2', token: COLLECTION, identifierOrCriteria: '7', startAmount: '1', endAmount: '1', recipient: ME },
            ],
            startTime: '0',
            endTime: '1750009999',
            counter: '0',
          },
        },
      },
    ],
  ],
});
