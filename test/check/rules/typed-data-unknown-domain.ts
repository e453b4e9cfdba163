import { CONTRACT, FRIEND, ME, ROUTER, tables } from './facts.js';

export default tables({
  fires: [['an unknown contract', 'low', { typedData: { primaryType: 'Ballot', message: {} } }]],
  silent: [
    ['a labelled one', { typedData: { domain: { verifyingContract: ROUTER }, primaryType: 'Ballot', message: {} } }],
    [
      'my own Safe',
      {
        own: new Set([ME, CONTRACT]),
        typedData: { domain: { verifyingContract: CONTRACT }, primaryType: 'SafeTx', message: { to: FRIEND, value: '1' } },
      },
    ],
  ],
});
