import { CONTRACT, ME, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    ['some of a token', 'medium', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: STRANGER, value: '5' } } }],
    [
      'one piece',
      'medium',
      { typedData: { primaryType: 'Permit', message: { spender: STRANGER, tokenId: '7', nonce: '0', deadline: '1750009999' } } },
    ],
  ],
  silent: [
    ['a contract', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }],
    ['nothing', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: STRANGER, value: '0' } } }],
  ],
});
