import { DAY, NOW, ROUTER, tables } from './facts.js';

export default tables({
  fires: [
    ['all of a token', 'medium', { approvals: [{}], history: { createdAt: () => NOW - DAY } }],
    ['some of it', 'low', { approvals: [{ limit: 5n, unlimited: false }], history: { createdAt: () => NOW - DAY } }],
  ],
  silent: [
    ['an old contract', { approvals: [{}], history: { createdAt: () => NOW - 9 * DAY } }],
    ['a labelled one', { approvals: [{ spender: ROUTER }], history: { createdAt: () => NOW - DAY } }],
    ['one whose creation was not seen', { approvals: [{}] }],
  ],
});
