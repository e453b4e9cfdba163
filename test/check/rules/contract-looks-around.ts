import { call } from './calls.js';
import { CONTRACT, ROUTER, tables } from './facts.js';

export default tables({
  fires: [
    ['coinbase', 'medium', { call: { to: CONTRACT, input: call.claim() }, code: { [CONTRACT]: { branchesOn: new Set(['coinbase']) } } }],
  ],
  silent: [
    ['nothing', { call: { to: CONTRACT, input: call.claim() } }],
    [
      'a labelled relay',
      { call: { to: ROUTER, input: call.claim() }, code: { [ROUTER]: { branchesOn: new Set(['coinbase']) } }, labels: { [ROUTER]: 'mev' } },
    ],
  ],
});
