import { COLLECTION, ME, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'listings under a root',
      'medium',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: {
            trader: ME,
            collection: COLLECTION,
            listingsRoot: `0x${'1'.repeat(64)}`,
            numberOfListings: '3',
            expirationTime: '1750009999',
          },
        },
      },
    ],
  ],
  silent: [
    [
      'an order that shows all',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: { sellToken: TOKEN, buyToken: OTHER_TOKEN, sellAmount: '50', buyAmount: '50', validTo: '1750009999' },
        },
      },
    ],
  ],
});
