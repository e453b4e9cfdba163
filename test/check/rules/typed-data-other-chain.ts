import { CONTRACT, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another chain',
      'high',
      { typedData: { domain: { chainId: 137 }, primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } },
    ],
  ],
  silent: [
    ['this chain', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }],
    [
      'no chain',
      { typedData: { domain: { chainId: undefined }, primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } },
    ],
    ['a transaction', { call: {} }],
  ],
});
