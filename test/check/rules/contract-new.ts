import { call } from './calls.js';
import { CONTRACT, DAY, NOW, ROUTER, tables } from './facts.js';

export default tables({
  fires: [['this morning’s', 'low', { call: { to: CONTRACT, input: call.claim() }, history: { createdAt: () => NOW - 3600 } }]],
  silent: [
    ['last week’s', { call: { to: CONTRACT, input: call.claim() }, history: { createdAt: () => NOW - 7 * DAY } }],
    ['a labelled one', { call: { to: ROUTER, input: call.claim() }, history: { createdAt: () => NOW - 3600 } }],
  ],
});
