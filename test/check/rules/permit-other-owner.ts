import { CONTRACT, FRIEND, ME, OTHER_TOKEN, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    ['another owner', 'medium', { typedData: { primaryType: 'Permit', message: { owner: FRIEND, spender: CONTRACT, value: '5' } } }],
    [
      'another maker',
      'medium',
      {
        typedData: {
          primaryType: 'LimitOrder',
          message: { maker: FRIEND, makerToken: TOKEN, takerToken: OTHER_TOKEN, makerAmount: '5', takerAmount: '5' },
        },
      },
    ],
  ],
  silent: [['my own', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }]],
});
