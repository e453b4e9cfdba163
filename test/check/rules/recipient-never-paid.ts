import { FRIEND, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a new recipient',
      'low',
      { call: { to: STRANGER, valueWei: 5n }, history: { watchedSince: () => 1, sentCount: () => 20, paidBy: () => [FRIEND] } },
    ],
  ],
  silent: [
    [
      'somebody paid before',
      { call: { to: FRIEND, valueWei: 5n }, history: { watchedSince: () => 1, sentCount: () => 20, paidBy: () => [FRIEND] } },
    ],
    ['an account without a past', { call: { to: STRANGER, valueWei: 5n }, history: { watchedSince: () => 1, sentCount: () => 0 } }],
  ],
});
