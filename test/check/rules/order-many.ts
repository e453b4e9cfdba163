import { COLLECTION, ME, ROUTER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'five pieces',
      'medium',
      {
        typedData: {
          domain: { verifyingContract: ROUTER },
          primaryType: 'OrderComponents',
          message: {
            offerer: ME,
            offer: [1, 2, 3, 4, 5].map((i) => ({
              itemType: '2',
              token: COLLECTION,
              identifierOrCriteria: `${i}`,
              startAmount: '1',
              endAmount: '1',
            })),
            consideration: [],
            startTime: '0',
            endTime: '1750009999',
          },
        },
      },
    ],
  ],
  silent: [
    [
      'one piece',
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
          },
        },
      },
    ],
  ],
});
