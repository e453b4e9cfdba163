import { tables } from './facts.js';

export default tables({
  fires: [['a hundred times', 'low', { approvals: [{ limit: 500n, unlimited: false }], heldOf: () => 5n }]],
  silent: [['as much as is held', { approvals: [{ limit: 5n, unlimited: false }], heldOf: () => 5n }]],
});
