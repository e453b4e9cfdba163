import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a switch',
      'medium',
      { call: {}, switches: [{ contract: CONTRACT, slot: '0x00', change: 'something is taken that is not taken now' }] },
    ],
  ],
  silent: [['none', { call: {} }]],
});
