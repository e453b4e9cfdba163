import { call } from './calls.js';
import { CONTRACT, STRANGER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a hash', 'medium', { call: { to: CONTRACT, input: call.approveHash() } }]],
  silent: [['a transaction', { call: { to: CONTRACT, input: call.safe(TOKEN, call.transfer(STRANGER, 5n)) } }]],
});
