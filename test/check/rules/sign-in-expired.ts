import { ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'last year',
      'low',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: ME, chainId: 1, uri: null, issuedAt: null, expirationTime: '2020-01-01T00:00:00Z' },
        },
      },
    ],
  ],
  silent: [
    [
      'tomorrow',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: ME, chainId: 1, uri: null, issuedAt: null, expirationTime: '2099-01-01T00:00:00Z' },
        },
      },
    ],
    [
      'no end',
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
