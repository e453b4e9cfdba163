import { OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a tenth',
      'high',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: {
            sellToken: TOKEN,
            buyToken: OTHER_TOKEN,
            sellAmount: `${10n ** 21n}`,
            buyAmount: `${10n ** 19n}`,
            validTo: '1750009999',
          },
        },
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
      },
    ],
    [
      'less than half',
      'medium',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: {
            sellToken: TOKEN,
            buyToken: OTHER_TOKEN,
            sellAmount: `${10n ** 21n}`,
            buyAmount: `${4n * 10n ** 20n}`,
            validTo: '1750009999',
          },
        },
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
      },
    ],
  ],
  silent: [
    [
      'a fair price',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: {
            sellToken: TOKEN,
            buyToken: OTHER_TOKEN,
            sellAmount: `${10n ** 21n}`,
            buyAmount: `${10n ** 21n}`,
            validTo: '1750009999',
          },
        },
        prices: { [TOKEN]: 1, [OTHER_TOKEN]: 1 },
      },
    ],
    [
      'no price',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'Order',
          message: { sellToken: TOKEN, buyToken: OTHER_TOKEN, sellAmount: `${10n ** 21n}`, buyAmount: '10', validTo: '1750009999' },
        },
      },
    ],
  ],
});
