import { DELEGATE, FRIEND, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a swept account',
      'high',
      { call: { to: FRIEND, valueWei: 5n }, code: { [FRIEND]: { delegatesTo: THIEF } }, labels: { [THIEF]: 'drainer' } },
    ],
    ['an unknown delegate', 'low', { call: { to: FRIEND, valueWei: 5n }, code: { [FRIEND]: { delegatesTo: DELEGATE } } }],
  ],
  silent: [
    [
      'a known wallet',
      { call: { to: FRIEND, valueWei: 5n }, code: { [FRIEND]: { delegatesTo: DELEGATE } }, labels: { [DELEGATE]: 'defi' } },
    ],
    ['a plain account', { call: { to: FRIEND, valueWei: 5n } }],
  ],
});
