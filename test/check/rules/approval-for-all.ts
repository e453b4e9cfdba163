import { COLLECTION, ROUTER, tables } from './facts.js';

export default tables({
  fires: [['a market', 'low', { approvals: [{ kind: 'for-all', token: COLLECTION, spender: ROUTER, limit: 1n }] }]],
  silent: [['one piece', { approvals: [{ kind: 'erc721', token: COLLECTION, spender: ROUTER, limit: 1n, unlimited: false }] }]],
});
