import { tables } from './facts.js';

export default tables({
  fires: [['a raise', 'low', { approvals: [{ limit: 9n, unlimited: false }], allowanceBefore: () => 5n }]],
  silent: [
    ['a first allowance', { approvals: [{}], allowanceBefore: () => 0n }],
    ['a lowered one', { approvals: [{ limit: 3n, unlimited: false }], allowanceBefore: () => 5n }],
    ['one that could not be read', { approvals: [{}] }],
  ],
});
