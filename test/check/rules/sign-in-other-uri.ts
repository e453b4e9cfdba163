import { ME, tables } from './facts.js';

export default tables({
  fires: [
    [
      'another page',
      'medium',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: {
            domain: 'town.example',
            address: ME,
            chainId: 1,
            uri: 'https://thief.example/login',
            issuedAt: null,
            expirationTime: null,
          },
        },
      },
    ],
  ],
  silent: [
    [
      'the same page',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: {
            domain: 'town.example',
            address: ME,
            chainId: 1,
            uri: 'https://town.example/login',
            issuedAt: null,
            expirationTime: null,
          },
        },
      },
    ],
    [
      'a subdomain',
      {
        kind: 'message',
        message: {
          text: 'sign in',
          bytes: null,
          signIn: {
            domain: 'town.example',
            address: ME,
            chainId: 1,
            uri: 'https://app.town.example',
            issuedAt: null,
            expirationTime: null,
          },
        },
      },
    ],
  ],
});
