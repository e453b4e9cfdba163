import { ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another chain',
      'medium',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: ME, chainId: 10, uri: null, issuedAt: null, expirationTime: null },
        },
      },
    ],
  ],
  silent: [
    [
      'this chain',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: ME, chainId: 1, uri: null, issuedAt: null, expirationTime: null },
        },
      },
    ],
  ],
});
