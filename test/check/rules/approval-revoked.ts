import { CONTRACT, ME, TOKEN, tables } from './facts.js';

export default tables({
  fires: [
    [
      'a revocation',
      'info',
      {
        call: { to: TOKEN },
        decoded: {
          approvals: [
            { kind: 'erc20', token: TOKEN, owner: ME, spender: CONTRACT, amount: 0n, tokenId: null, expiresAt: null, logIndex: 0 },
          ],
        },
      },
    ],
  ],
  silent: [
    [
      'an approval',
      {
        call: { to: TOKEN },
        decoded: {
          approvals: [
            { kind: 'erc20', token: TOKEN, owner: ME, spender: CONTRACT, amount: 5n, tokenId: null, expiresAt: null, logIndex: 0 },
          ],
        },
      },
    ],
  ],
});
