import { call } from './calls.js';
import { CONTRACT, tables } from './facts.js';

export default tables({
  fires: [['eight million', 'low', { call: { to: CONTRACT, input: call.claim() }, gasUsed: 8_000_000 }]],
  silent: [['a swap', { call: { to: CONTRACT, input: call.claim() }, gasUsed: 200_000 }]],
});
