import { FRIEND, ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another account',
      'medium',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: FRIEND, chainId: 1, uri: null, issuedAt: null, expirationTime: null },
        },
      },
    ],
  ],
  silent: [
    [
      'my own',
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
