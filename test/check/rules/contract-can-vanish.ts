import { call } from './calls.js';
import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [['such code', 'low', { call: { to: CONTRACT, input: call.claim() }, code: { [CONTRACT]: { hasSelfdestruct: true } } }]],
  silent: [['other code', { call: { to: CONTRACT, input: call.claim() } }]],
});
