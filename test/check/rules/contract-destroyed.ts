import { call } from './calls.js';
import { CONTRACT, DAY, NOW, tables } from './facts.js';

export default tables({
  fires: [['one that is gone', 'medium', { call: { to: CONTRACT, input: call.claim() }, history: { destroyedAt: () => NOW - DAY } }]],
  silent: [['one that is there', { call: { to: CONTRACT, input: call.claim() } }]],
});
