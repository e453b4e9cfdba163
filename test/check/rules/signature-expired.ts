import { CONTRACT, DAY, ME, NOW, tables } from './facts.js';

export default tables({
  fires: [
    [
      'yesterday',
      'low',
      { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', deadline: `${NOW - DAY}` } } },
    ],
  ],
  silent: [
    ['tomorrow', { typedData: { primaryType: 'Permit', message: { owner: ME, spender: CONTRACT, value: '5', deadline: `${NOW + DAY}` } } }],
  ],
});
