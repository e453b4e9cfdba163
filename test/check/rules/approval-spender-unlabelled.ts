import { ROUTER, tables } from './facts.js';

export default tables({
  fires: [['an unknown contract', 'low', { approvals: [{}] }]],
  silent: [
    ['a labelled router', { approvals: [{ spender: ROUTER }] }],
    ['a limited allowance', { approvals: [{ limit: 5n, unlimited: false }] }],
  ],
});
