import { call } from './calls.js';
import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [['a second creation', 'high', { call: { to: CONTRACT, input: call.claim() }, history: { creationsOf: () => 2 } }]],
  silent: [['the only one', { call: { to: CONTRACT, input: call.claim() }, history: { creationsOf: () => 1 } }]],
});
