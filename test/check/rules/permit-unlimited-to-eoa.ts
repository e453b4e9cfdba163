import { CONTRACT, ME, STRANGER, tables, UNLIMITED } from './facts.js';

export default tables({
  fires: [
    ['all of a token', 'high', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: STRANGER, value: `${UNLIMITED}` } } }],
    [
      'a permit of DAI',
      'high',
      { typedData: { primaryType: 'Permit', message: { holder: ME, spender: STRANGER, nonce: '0', expiry: '0', allowed: true } } },
    ],
    ['every piece', 'high', { typedData: { primaryType: 'PermitForAll', message: { owner: ME, operator: STRANGER, approved: true } } }],
  ],
  silent: [
    ['a contract', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: `${UNLIMITED}` } } }],
    ['some of it', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: STRANGER, value: '5' } } }],
  ],
});
