import { CONTRACT, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a used number',
      'low',
      { nonceUsed: true, typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', nonce: '0' } } },
    ],
  ],
  silent: [
    [
      'a fresh one',
      { nonceUsed: false, typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', nonce: '0' } } },
    ],
    [
      'one that could not be read',
      { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', nonce: '0' } } },
    ],
  ],
});
