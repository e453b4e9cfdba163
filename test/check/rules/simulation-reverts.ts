import { call } from './calls.js';
import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [['a failure', 'medium', { call: { to: CONTRACT, input: call.claim() }, status: 'reverted' }]],
  silent: [['a success', { call: { to: CONTRACT, input: call.claim() } }]],
});
