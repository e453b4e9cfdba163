import { CONTRACT, ME, ROUTER, tables, UNLIMITED } from './facts.js';

export default tables({
  fires: [
    [
      'an unknown contract',
      'medium',
      { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: `${UNLIMITED}` } } },
    ],
  ],
  silent: [
    ['a router', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: ROUTER, value: `${UNLIMITED}` } } }],
    ['a limit', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }],
  ],
});
