import { address } from '../../support/build-transaction.js';
import { OTHER_TOKEN, ROUTER, tables } from './facts.js';

export default tables({
  fires: [['four tokens', 'medium', { approvals: [1, 2, 3, 4].map((i) => ({ token: address(`token ${i}`) })) }]],
  silent: [
    ['two tokens', { approvals: [{}, { token: OTHER_TOKEN }] }],
    ['four to a router', { approvals: [1, 2, 3, 4].map((i) => ({ token: address(`token ${i}`), spender: ROUTER })) }],
  ],
});
