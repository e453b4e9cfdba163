import { CONTRACT, ME, ROUTER, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an account',
      'high',
      { typedData: { primaryType: 'DelegationWithSig', message: { delegatee: STRANGER, value: '5', nonce: '0', deadline: '1750009999' } } },
    ],
    [
      'a contract',
      'medium',
      { typedData: { primaryType: 'DelegationWithSig', message: { delegatee: CONTRACT, value: '5', nonce: '0', deadline: '1750009999' } } },
    ],
  ],
  silent: [
    [
      'a tool that is labelled',
      { typedData: { primaryType: 'DelegationWithSig', message: { delegatee: ROUTER, value: '5', nonce: '0', deadline: '1750009999' } } },
    ],
    ['a permit', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: STRANGER, value: '5' } } }],
  ],
});
