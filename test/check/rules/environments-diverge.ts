import { tables } from './facts.js';

export default tables({
  fires: [['a difference', 'high', { call: {}, divergences: ['It succeeded in base and reverted in later.'] }]],
  silent: [['none', { call: {} }]],
});
