import { FRIEND, STRANGER, THIEF, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a recipient of loot',
      'medium',
      { call: { to: STRANGER, valueWei: 5n }, history: { taintOf: () => ({ origin: THIEF, share: 0.9, hops: 1, at: 1_750_000_000 }) } },
    ],
  ],
  silent: [['a clean recipient', { call: { to: FRIEND, valueWei: 5n } }]],
});
