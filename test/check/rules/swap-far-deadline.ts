import { call } from './calls.js';
import { DAY, ME, NOW, OTHER_TOKEN, ROUTER, TOKEN, tables } from './facts.js';

export default tables({
  fires: [['a year', 'low', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ME, BigInt(NOW + 365 * DAY)) } }]],
  silent: [['ten minutes', { call: { to: ROUTER, input: call.swap(5n, 4n, [TOKEN, OTHER_TOKEN], ME, BigInt(NOW + 600)) } }]],
});
