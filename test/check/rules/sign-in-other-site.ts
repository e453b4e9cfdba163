import { ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another page',
      'high',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: ME, chainId: 1, uri: null, issuedAt: null, expirationTime: null },
        },
        site: { host: 'thief.example', listed: null, imitates: null },
      },
    ],
  ],
  silent: [
    [
      'the page itself',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: { domain: 'town.example', address: ME, chainId: 1, uri: null, issuedAt: null, expirationTime: null },
        },
        site: { host: 'town.example', listed: null, imitates: null },
      },
    ],
    [
      'no page',
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
