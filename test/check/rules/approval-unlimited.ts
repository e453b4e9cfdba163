import { ROUTER, tables } from './facts.js';

export default tables({
  fires: [['all for a router', 'low', { approvals: [{ spender: ROUTER }] }]],
  silent: [['an exact amount', { approvals: [{ spender: ROUTER, limit: 5n, unlimited: false }] }]],
});
