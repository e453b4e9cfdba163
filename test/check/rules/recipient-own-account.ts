import { FRIEND, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'an account that I funded',
      'info',
      { call: { to: FRIEND, valueWei: 5n }, history: { fundingOf: () => ({ from: ME, by: ME, at: 1, amountWei: 1n, source: 'other' }) } },
    ],
    ['another account of mine', 'info', { call: { to: FRIEND, valueWei: 5n }, own: new Set([ME, FRIEND]) }],
  ],
  silent: [['somebody else', { call: { to: FRIEND, valueWei: 5n } }]],
});
