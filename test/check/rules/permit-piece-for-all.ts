import { ME, ROUTER, tables } from './facts.js';

export default tables({
  fires: [['a market', 'low', { typedData: { primaryType: 'PermitForAll', message: { owner: ME, operator: ROUTER, approved: true } } }]],
  silent: [['one that ends it', { typedData: { primaryType: 'PermitForAll', message: { owner: ME, operator: ROUTER, approved: false } } }]],
});
