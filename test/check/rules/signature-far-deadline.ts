import { CONTRACT, ME, NOW, tables, UNLIMITED } from './facts.js';

export default tables({
  fires: [
    [
      'for ever',
      'low',
      { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', deadline: `${UNLIMITED}` } } },
    ],
  ],
  silent: [
    [
      'for an hour',
      { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', deadline: `${NOW + 3600}` } } },
    ],
    ['no deadline', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5' } } }],
  ],
});
