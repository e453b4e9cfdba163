import { tables } from './facts.js';

export default tables({
  fires: [
    ['a bomb', 'high', { call: {}, later: { hours: 3, change: 'something is taken that is not taken now', isTrap: true } }],
    ['a price that runs away', 'medium', { call: {}, later: { hours: 3, change: 'much more is taken than now', isTrap: false } }],
  ],
  silent: [['what stays as it is', { call: {} }]],
});
