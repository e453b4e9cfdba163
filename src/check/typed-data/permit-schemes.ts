import type { Address } from '../../core/chain/block.js';
import type { Fields } from './fields.js';
import { contractOf, type Scheme } from './scheme.js';
import { type Grant, NO_INTENT, type OrderItem, type SignedIntent } from './signed-intent.js';

const ALL = 2n ** 256n - 1n;

function granted(scheme: string, grants: readonly Grant[], more: Partial<SignedIntent> = {}): SignedIntent {
  const [first] = grants;
  return { ...NO_INTENT, scheme, grants, speaksFor: first?.owner ?? null, expiresAt: first?.expiresAt ?? null, ...more };
}

/** Signatures that let somebody take tokens. */
export const PERMIT_SCHEMES: readonly Scheme[] = [
  {
    // DAI and its kin: all or nothing.
    primaryTypes: ['Permit'],
    fits: (message) => message.has('holder'),
    read: (message, domain) => {
      const expiry = message.time('expiry');
      return granted(
        'DAI permit',
        [
          {
            kind: 'dai-permit',
            token: contractOf(domain, 'a permit'),
            owner: message.address('holder'),
            spender: message.address('spender'),
            amount: message.truth('allowed') ? ALL : 0n,
            expiresAt: expiry === 0 ? null : expiry,
          },
        ],
        { nonce: message.amountOr('nonce', 0n) },
      );
    },
  },
  {
    // ERC-4494
    primaryTypes: ['Permit'],
    fits: (message) => message.has('tokenId'),
    read: (message, domain, from) =>
      granted('ERC-4494 permit', [
        {
          kind: 'nft-permit',
          token: contractOf(domain, 'a permit'),
          owner: message.addressOr('owner', from),
          spender: message.address('spender'),
          amount: 1n,
          expiresAt: message.timeOr('deadline', null),
        },
      ]),
  },
  {
    // ERC-2612. The deadline ends the signature; the allowance stays.
    primaryTypes: ['Permit'],
    read: (message, domain) =>
      granted(
        'ERC-2612 permit',
        [
          {
            kind: 'permit',
            token: contractOf(domain, 'a permit'),
            owner: message.address('owner'),
            spender: message.address('spender'),
            amount: message.amount('value'),
            expiresAt: null,
          },
        ],
        { nonce: message.has('nonce') ? message.amount('nonce') : null, expiresAt: message.timeOr('deadline', null) },
      ),
  },
  {
    primaryTypes: ['PermitAll', 'PermitForAll', 'ApprovalForAll'],
    read: (message, domain, from) =>
      granted('permit for all', [
        {
          kind: 'for-all',
          token: contractOf(domain, 'a permit'),
          owner: message.addressOr('owner', from),
          spender: message.has('operator') ? message.address('operator') : message.address('spender'),
          amount: !message.has('approved') || message.truth('approved') ? 1n : 0n,
          expiresAt: message.timeOr('deadline', null),
        },
      ]),
  },
  {
    primaryTypes: ['PermitSingle'],
    read: (message, _domain, from) =>
      granted('Permit2 allowance', [allowance(message, message.inner('details'), from)], {
        speaksFor: null,
        nonce: message.inner('details').amountOr('nonce', 0n),
        // The allowance has an end of its own.
        expiresAt: message.timeOr('sigDeadline', null),
      }),
  },
  {
    primaryTypes: ['PermitBatch'],
    read: (message, _domain, from) =>
      granted(
        'Permit2 allowances',
        message.list('details').map((details) => allowance(message, details, from)),
        { speaksFor: null, expiresAt: message.timeOr('sigDeadline', null) },
      ),
  },
  {
    primaryTypes: ['PermitTransferFrom', 'PermitWitnessTransferFrom'],
    read: (message, _domain, from) => transfers(message, [message.inner('permitted')], from),
  },
  {
    primaryTypes: ['PermitBatchTransferFrom', 'PermitBatchWitnessTransferFrom'],
    read: (message, _domain, from) => transfers(message, message.list('permitted'), from),
  },
  {
    // EIP-3009
    primaryTypes: ['TransferWithAuthorization', 'ReceiveWithAuthorization'],
    read: (message, domain) =>
      granted('EIP-3009 transfer', [
        {
          kind: 'transfer-authorization',
          token: contractOf(domain, 'an authorized transfer'),
          owner: message.address('from'),
          spender: message.address('to'),
          amount: message.amount('value'),
          expiresAt: message.timeOr('validBefore', null),
        },
      ]),
  },
  {
    // Aave: somebody may borrow in the signer's name.
    primaryTypes: ['DelegationWithSig'],
    read: (message, domain, from) =>
      granted(
        'credit delegation',
        [
          {
            kind: 'borrow',
            token: contractOf(domain, 'a credit delegation'),
            owner: from,
            spender: message.address('delegatee'),
            amount: message.amount('value'),
            expiresAt: message.timeOr('deadline', null),
          },
        ],
        { speaksFor: null },
      ),
  },
];

function allowance(message: Fields, details: Fields, owner: Address): Grant {
  return {
    kind: 'permit2',
    token: details.address('token'),
    owner,
    spender: message.address('spender'),
    amount: details.amount('amount'),
    expiresAt: details.time('expiration'),
  };
}

/** Permit2 transfers; where a witness tells outputs (UniswapX), the exchange they are part of. */
function transfers(message: Fields, permitted: readonly Fields[], owner: Address): SignedIntent {
  const expiresAt = message.time('deadline');
  const spender = message.addressOr('spender', null);
  const grants = permitted.map(
    (each): Grant => ({ kind: 'permit2-transfer', token: each.address('token'), owner, spender, amount: each.amount('amount'), expiresAt }),
  );
  const witness = message.has('witness') ? message.inner('witness') : null;
  const outputs = witness === null ? null : ['outputs', 'baseOutputs'].find((name) => witness.has(name));
  const common = { speaksFor: null, expiresAt, nonce: message.amountOr('nonce', 0n) };
  if (witness === null || outputs === null || outputs === undefined) return granted('Permit2 transfer', grants, common);
  const items = witness.list(outputs).map((output) => ({
    item: asset(output.address('token'), least(output)),
    recipient: output.address('recipient'),
  }));
  return granted('UniswapX order', grants, {
    ...common,
    orders: [
      {
        maker: owner,
        gives: grants.map(({ token, amount }) => asset(token, amount)),
        gets: items.flatMap(({ item, recipient }) => (recipient === owner ? [item] : [])),
        othersGet: items.flatMap(({ item, recipient }) => (recipient === owner ? [] : [{ ...item, recipient }])),
        taker: null,
        receiver: null,
      },
    ],
  });
}

/** What is promised at the end of an auction. */
function least(output: Fields): bigint {
  for (const name of ['endAmount', 'minAmount', 'amount', 'startAmount']) if (output.has(name)) return output.amount(name);
  return 0n;
}

function asset(token: Address, amount: bigint): OrderItem {
  return { standard: /^0x0+$/.test(token) ? 'native' : 'erc20', token, amount, tokenId: null };
}
