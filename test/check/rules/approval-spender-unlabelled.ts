import { CONTRACT, DAY, NOW, ROUTER, tables } from './facts.js';

export default tables({
  fires: [
    ['a contract that nobody saw', 'medium', { approvals: [{}] }],
    ['one that was seen for days', 'low', { approvals: [{}], history: { firstSeenAt: () => NOW - 9 * DAY } }],
    ['every piece', 'medium', { approvals: [{ kind: 'for-all', limit: 1n, spender: CONTRACT }] }],
  ],
  silent: [
    ['a labelled router', { approvals: [{ spender: ROUTER }] }],
    ['a limited allowance', { approvals: [{ limit: 5n, unlimited: false }] }],
  ],
});
