import { CONTRACT, DELEGATE, FRIEND, ME, STRANGER, tables } from './facts.js';

export default tables({
  fires: [
    ['all of a token', 'high', { approvals: [{ spender: STRANGER }] }],
    ['some of a token', 'medium', { approvals: [{ spender: STRANGER, limit: 5n, unlimited: false }] }],
    ['a delegated account', 'high', { approvals: [{ spender: FRIEND }], code: { [FRIEND]: { delegatesTo: DELEGATE } } }],
    [
      'all pieces of my Safe',
      'high',
      { own: new Set([ME, FRIEND]), approvals: [{ spender: STRANGER, owner: FRIEND, kind: 'for-all', limit: 1n }] },
    ],
  ],
  silent: [
    ['a contract', { approvals: [{ spender: CONTRACT }] }],
    ['an exchange', { approvals: [{ spender: STRANGER }], labels: { [STRANGER]: 'exchange' } }],
    ['somebody else’s allowance', { approvals: [{ spender: STRANGER, owner: FRIEND }] }],
    ['an unknown code', { approvals: [{ spender: STRANGER }], unknownCode: [STRANGER] }],
  ],
});
