import { contractOf, type Scheme } from './scheme.js';
import { NO_INTENT } from './signed-intent.js';

/** Signatures that make somebody act in the signer's name, and such that move nothing. */
export const WALLET_SCHEMES: readonly Scheme[] = [
  {
    primaryTypes: ['SafeTx'],
    read: (message, domain) => {
      const safe = contractOf(domain, 'a Safe transaction');
      return {
        ...NO_INTENT,
        scheme: 'Safe transaction',
        nonce: message.amountOr('nonce', 0n),
        calls: [
          {
            from: safe,
            to: message.address('to'),
            input: message.bytes('data'),
            valueWei: message.amountOr('value', 0n),
            operation: message.amountOr('operation', 0n) === 1n ? 'delegatecall' : 'call',
          },
        ],
      };
    },
  },
  {
    primaryTypes: ['ForwardRequest'],
    read: (message) => ({
      ...NO_INTENT,
      scheme: 'ERC-2771 request',
      speaksFor: message.address('from'),
      expiresAt: message.timeOr('deadline', message.timeOr('validUntilTime', null)),
      nonce: message.amountOr('nonce', 0n),
      calls: [
        {
          from: message.address('from'),
          to: message.address('to'),
          input: message.bytes('data'),
          valueWei: message.amountOr('value', 0n),
          operation: 'call',
        },
      ],
    }),
  },
  {
    primaryTypes: ['MetaTransaction'],
    read: (message, domain) => ({
      ...NO_INTENT,
      scheme: 'meta-transaction',
      speaksFor: message.address('from'),
      nonce: message.amountOr('nonce', 0n),
      calls: [
        {
          from: message.address('from'),
          to: contractOf(domain, 'a meta-transaction'),
          input: message.bytes('functionSignature'),
          valueWei: 0n,
          operation: 'call',
        },
      ],
    }),
  },
  {
    // ERC-4337 v0.8 signs operations as typed data.
    primaryTypes: ['PackedUserOperation'],
    read: (message, domain) => ({
      ...NO_INTENT,
      scheme: 'ERC-4337 operation',
      nonce: message.amountOr('nonce', 0n),
      calls: [
        {
          from: contractOf(domain, 'a user operation'),
          to: message.address('sender'),
          input: message.bytes('callData'),
          valueWei: 0n,
          operation: 'call',
        },
      ],
    }),
  },
  { primaryTypes: ['Ballot'], read: () => ({ ...NO_INTENT, scheme: 'vote' }) },
  {
    primaryTypes: ['Delegation'],
    fits: (message) => message.has('delegatee'),
    read: (message) => ({ ...NO_INTENT, scheme: 'delegation of votes', expiresAt: message.timeOr('expiry', null) }),
  },
];
