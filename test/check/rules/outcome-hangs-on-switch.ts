import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a switch',
      'high',
      { call: {}, switches: [{ contract: CONTRACT, slot: '0x00', change: 'something is taken that is not taken now', isTrap: true }] },
    ],
    [
      'a switch of a reward',
      'medium',
      { call: {}, switches: [{ contract: CONTRACT, slot: '0x00', change: 'as much is paid and nothing comes back', isTrap: false }] },
    ],
  ],
  silent: [['none', { call: {} }]],
});
