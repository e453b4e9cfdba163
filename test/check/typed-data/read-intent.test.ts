import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../../../src/check/input-error.js';
import { PERMIT2 } from '../../../src/check/permit2.js';
import { NEVER } from '../../../src/check/typed-data/fields.js';
import { domainOf, intentOf, isPermit2Type } from '../../../src/check/typed-data/read-intent.js';
import { isMalformed } from '../../../src/core/chain/malformed.js';
import { address } from '../../support/build-transaction.js';
import { holds } from '../../support/property.js';

const ME = address('me');
const [TOKEN, OTHER, SPENDER, THIEF, PIECES] = ['token', 'other token', 'spender', 'thief', 'pieces'].map(address) as [
  string,
  string,
  string,
  string,
  string,
];
const NOBODY = `0x${'0'.repeat(40)}`;
const ALL = 2n ** 256n - 1n;

function read(primaryType: string, message: object, domain: object = {}) {
  return intentOf({ domain: { verifyingContract: TOKEN, chainId: 1, ...domain }, primaryType, message: { ...message } }, ME as never);
}
const grants = (primaryType: string, message: object, domain: object = {}) =>
  read(primaryType, message, domain)?.grants.map(({ kind, token, owner, spender, amount, expiresAt }) => [
    kind,
    token,
    owner,
    spender,
    amount,
    expiresAt,
  ]);
const item = (itemType: number, token: string, start: bigint, id = 0n, end = start) => ({
  itemType: `${itemType}`,
  token,
  identifierOrCriteria: `${id}`,
  startAmount: `${start}`,
  endAmount: `${end}`,
});
const seaport = (offer: readonly object[], consideration: readonly object[]) => ({
  offerer: ME,
  offer,
  consideration,
  startTime: '0',
  endTime: '1750000000',
  counter: '3',
});

/** A message of every scheme, with all that it must have. */
const MESSAGES: readonly (readonly [scheme: string, primaryType: string, message: Readonly<Record<string, unknown>>])[] = [
  ['DAI permit', 'Permit', { holder: ME, spender: SPENDER, nonce: 0, expiry: 7, allowed: true }],
  ['ERC-4494 permit', 'Permit', { spender: SPENDER, tokenId: 7, nonce: 0, deadline: 9 }],
  ['ERC-2612 permit', 'Permit', { owner: ME, spender: SPENDER, value: 1, nonce: 4, deadline: 5 }],
  ['permit for all', 'ApprovalForAll', { owner: ME, spender: SPENDER, approved: true, deadline: 9 }],
  [
    'Permit2 allowance',
    'PermitSingle',
    { details: { token: OTHER, amount: 5, expiration: 9, nonce: 1 }, spender: SPENDER, sigDeadline: 9 },
  ],
  [
    'Permit2 allowances',
    'PermitBatch',
    { details: [{ token: OTHER, amount: 5, expiration: 9, nonce: 1 }], spender: SPENDER, sigDeadline: 9 },
  ],
  ['Permit2 transfer', 'PermitTransferFrom', { permitted: { token: OTHER, amount: 5 }, spender: SPENDER, nonce: 1, deadline: 9 }],
  ['Permit2 transfer', 'PermitBatchTransferFrom', { permitted: [{ token: OTHER, amount: 5 }], spender: SPENDER, nonce: 1, deadline: 9 }],
  [
    'UniswapX order',
    'PermitWitnessTransferFrom',
    {
      permitted: { token: OTHER, amount: 5 },
      spender: SPENDER,
      nonce: 1,
      deadline: 9,
      witness: { outputs: [{ token: TOKEN, startAmount: 9, endAmount: 7, recipient: ME }] },
    },
  ],
  ['EIP-3009 transfer', 'ReceiveWithAuthorization', { from: ME, to: SPENDER, value: 5, validAfter: 0, validBefore: 9, nonce: '0x01' }],
  ['credit delegation', 'DelegationWithSig', { delegatee: SPENDER, value: 5, nonce: 0, deadline: 9 }],
  ['Seaport order', 'OrderComponents', seaport([item(2, PIECES, 1n, 7n)], [{ ...item(0, NOBODY, 5n), recipient: ME }])],
  ['Seaport bulk order', 'BulkOrder', { tree: [[seaport([item(2, PIECES, 1n, 7n)], []), seaport([], [])]] }],
  ['Blur order', 'Order', { trader: ME, collection: PIECES, listingsRoot: `0x${'1'.repeat(64)}`, expirationTime: 9 }],
  [
    'Blur order',
    'Order',
    { trader: ME, side: 1, collection: PIECES, tokenId: 7, amount: 1, paymentToken: NOBODY, price: 50, expirationTime: 9 },
  ],
  [
    'LooksRare order',
    'Maker',
    { quoteType: 1, collectionType: 1, collection: PIECES, currency: OTHER, signer: ME, price: 50, itemIds: [7], amounts: [3], endTime: 9 },
  ],
  [
    'LooksRare order',
    'MakerOrder',
    { isOrderAsk: true, signer: ME, collection: PIECES, price: 50, tokenId: 7, amount: 1, currency: OTHER, endTime: 9 },
  ],
  ['CoW order', 'Order', { sellToken: TOKEN, buyToken: OTHER, receiver: NOBODY, sellAmount: 9, buyAmount: 8, feeAmount: 1, validTo: 9 }],
  [
    '1inch order',
    'Order',
    { maker: ME, receiver: THIEF, makerAsset: TOKEN, takerAsset: OTHER, makingAmount: 9, takingAmount: 8, makerTraits: 0 },
  ],
  ['0x order', 'RfqOrder', { maker: ME, taker: NOBODY, makerToken: TOKEN, takerToken: OTHER, makerAmount: 9, takerAmount: 8, expiry: 9 }],
  [
    '0x NFT order',
    'ERC1155Order',
    {
      direction: 1,
      maker: ME,
      taker: THIEF,
      erc20Token: OTHER,
      erc20TokenAmount: 5,
      erc1155Token: PIECES,
      erc1155TokenId: 7,
      erc1155TokenAmount: 2,
      expiry: 9,
    },
  ],
  ['Safe transaction', 'SafeTx', { to: OTHER, value: 3, data: '0x1234', operation: 1, nonce: 0 }],
  ['ERC-2771 request', 'ForwardRequest', { from: ME, to: OTHER, value: 3, data: '0x1234', nonce: 0, validUntilTime: 9 }],
  ['meta-transaction', 'MetaTransaction', { nonce: 0, from: ME, functionSignature: '0x1234' }],
  ['ERC-4337 operation', 'PackedUserOperation', { sender: OTHER, nonce: 0, callData: '0x1234' }],
  ['vote', 'Ballot', { proposalId: 1, support: 1 }],
  ['delegation of votes', 'Delegation', { delegatee: OTHER, nonce: 0, expiry: 9 }],
];

describe('permits', () => {
  it('are read by their fields: ERC-2612, DAI, pieces, everything', () => {
    expect(grants('Permit', { owner: ME, spender: SPENDER, value: '0x10', nonce: 4, deadline: 5 })).toEqual([
      ['permit', TOKEN, ME, SPENDER, 16n, null],
    ]);
    expect(read('Permit', { owner: ME, spender: SPENDER, value: '1', nonce: 4, deadline: 5 })).toMatchObject({
      nonce: 4n,
      expiresAt: 5,
      speaksFor: ME,
    });
    expect(grants('Permit', { holder: ME, spender: SPENDER, nonce: 0, expiry: 7, allowed: 'true' })).toEqual([
      ['dai-permit', TOKEN, ME, SPENDER, ALL, 7],
    ]);
    expect(grants('Permit', { holder: ME, spender: SPENDER, nonce: 0, expiry: 0, allowed: false })).toEqual([
      ['dai-permit', TOKEN, ME, SPENDER, 0n, null],
    ]);
    expect(grants('Permit', { spender: SPENDER, tokenId: 7, nonce: 0, deadline: 9 })).toEqual([['nft-permit', TOKEN, ME, SPENDER, 1n, 9]]);
    expect(grants('PermitForAll', { owner: ME, operator: SPENDER, approved: true })).toEqual([['for-all', TOKEN, ME, SPENDER, 1n, null]]);
  });

  it('of Permit2 are allowances and transfers, one or many, with or without a named spender', () => {
    const details = { token: OTHER, amount: '5', expiration: '9', nonce: '1' };
    expect(grants('PermitSingle', { details, spender: SPENDER, sigDeadline: '9' })).toEqual([['permit2', OTHER, ME, SPENDER, 5n, 9]]);
    expect(grants('PermitBatch', { details: [details, details], spender: SPENDER, sigDeadline: '9' })).toHaveLength(2);
    const permitted = { token: OTHER, amount: '5' };
    expect(grants('PermitTransferFrom', { permitted, nonce: 1, deadline: 9 })).toEqual([['permit2-transfer', OTHER, ME, null, 5n, 9]]);
    expect(grants('PermitBatchTransferFrom', { permitted: [permitted], spender: SPENDER, nonce: 1, deadline: 9 })).toEqual([
      ['permit2-transfer', OTHER, ME, SPENDER, 5n, 9],
    ]);
  });

  it('with a witness that tells outputs are exchanges (UniswapX)', () => {
    const outputs = [
      { token: TOKEN, startAmount: '9', endAmount: '7', recipient: ME },
      { token: TOKEN, startAmount: '1', endAmount: '1', recipient: THIEF },
    ];
    const message = { permitted: { token: OTHER, amount: '5' }, spender: SPENDER, nonce: 1, deadline: 9, witness: { info: {}, outputs } };
    const order = read('PermitWitnessTransferFrom', message, { verifyingContract: PERMIT2 })?.orders[0];
    expect([order?.gives[0]?.amount, order?.gets[0]?.amount, order?.othersGet[0]?.recipient]).toEqual([5n, 7n, THIEF]);
  });

  it('end where their signature or their allowance does, and never where no calendar goes', () => {
    expect(read('ApprovalForAll', { owner: ME, spender: SPENDER, approved: true, deadline: 9 })).toMatchObject({
      scheme: 'permit for all',
      expiresAt: 9,
    });
    expect(grants('PermitAll', { owner: ME, spender: SPENDER, approved: 'false' })).toEqual([['for-all', TOKEN, ME, SPENDER, 0n, null]]);
    expect(grants('PermitAll', { spender: SPENDER })).toEqual([['for-all', TOKEN, ME, SPENDER, 1n, null]]);
    const single = { details: { token: OTHER, amount: '5', expiration: `${ALL}`, nonce: '3' }, spender: SPENDER, sigDeadline: '9' };
    expect(grants('PermitSingle', single)).toEqual([['permit2', OTHER, ME, SPENDER, 5n, NEVER]]);
    expect(read('PermitSingle', single)).toMatchObject({ nonce: 3n, speaksFor: null });
    expect(read('Permit', { owner: ME, spender: SPENDER, value: '1', deadline: `${ALL}` })).toMatchObject({
      expiresAt: NEVER,
      nonce: null,
    });
  });

  it('with a witness of the other shapes of UniswapX promise the least of it', () => {
    const gets = (witness: object) =>
      read('PermitBatchWitnessTransferFrom', {
        permitted: [{ token: OTHER, amount: '5' }],
        spender: SPENDER,
        nonce: 1,
        deadline: 9,
        witness,
      });
    const base = gets({ baseOutputs: [{ token: NOBODY, startAmount: '9', minAmount: '6', recipient: ME }] });
    expect(base?.orders[0]).toMatchObject({ gets: [{ standard: 'native', token: NOBODY, amount: 6n }], othersGet: [], maker: ME });
    const limit = gets({ outputs: [{ token: TOKEN, amount: '8', recipient: THIEF }] });
    expect(limit?.orders[0]).toMatchObject({ gets: [], othersGet: [{ amount: 8n, recipient: THIEF }] });
    expect(gets({ somethingElse: 1 })).toMatchObject({ scheme: 'Permit2 transfer', orders: [], grants: [{ kind: 'permit2-transfer' }] });
  });

  it('are payments (EIP-3009) and debts as well', () => {
    expect(
      grants('TransferWithAuthorization', { from: ME, to: SPENDER, value: '5', validAfter: 0, validBefore: 9, nonce: '0x01' }),
    ).toEqual([['transfer-authorization', TOKEN, ME, SPENDER, 5n, 9]]);
    expect(grants('DelegationWithSig', { delegatee: SPENDER, value: '5', nonce: 0, deadline: 9 })).toEqual([
      ['borrow', TOKEN, ME, SPENDER, 5n, 9],
    ]);
  });
});

describe('orders', () => {
  const order = (primaryType: string, message: object) => {
    const found = read(primaryType, message)?.orders[0];
    const short = (items: readonly { standard: string; token: string; amount: bigint }[] = []) =>
      items.map((each) => [each.standard, each.token, each.amount]);
    return {
      gives: short(found?.gives),
      gets: short(found?.gets),
      others: found?.othersGet.map(({ recipient, amount }) => [recipient, amount]) ?? [],
      taker: found?.taker,
      receiver: found?.receiver,
    };
  };

  it('of Seaport tell what is given, what comes to the maker and to others, and who alone may buy', () => {
    const fee = { ...item(0, NOBODY, 25n), recipient: SPENDER };
    const listing = order('OrderComponents', seaport([item(2, PIECES, 1n, 7n)], [{ ...item(0, NOBODY, 975n), recipient: ME }, fee]));
    expect(listing).toEqual({
      gives: [['erc721', PIECES, 1n]],
      gets: [['native', NOBODY, 975n]],
      others: [[SPENDER, 25n]],
      taker: null,
      receiver: null,
    });
    const falling = order('OrderComponents', seaport([item(2, PIECES, 1n, 7n)], [{ ...item(0, NOBODY, 900n, 0n, 100n), recipient: ME }]));
    expect(falling.gets).toEqual([['native', NOBODY, 100n]]);
    const privately = order(
      'OrderComponents',
      seaport(
        [item(2, PIECES, 1n, 7n)],
        [
          { ...item(0, NOBODY, 5n), recipient: ME },
          { ...item(2, PIECES, 1n, 7n), recipient: THIEF },
        ],
      ),
    );
    expect(privately.taker).toBe(THIEF);
    const tree = [
      [seaport([item(2, PIECES, 1n, 7n)], []), seaport([], [])],
      [seaport([item(3, PIECES, 2n, 8n)], []), seaport([], [])],
    ];
    expect(read('BulkOrder', { tree })?.orders.map(({ gives }) => gives[0]?.tokenId)).toEqual([7n, 8n]);
  });

  it('of Blur, LooksRare, CoW, 1inch and 0x are read by their fields', () => {
    const blur = { trader: ME, collection: PIECES, tokenId: '7', amount: '1', paymentToken: NOBODY, price: '50', expirationTime: '9' };
    expect(order('Order', { ...blur, side: '1' })).toMatchObject({ gives: [['erc721', PIECES, 1n]], gets: [['native', NOBODY, 50n]] });
    expect(order('Order', { ...blur, side: '0' })).toMatchObject({ gives: [['native', NOBODY, 50n]], gets: [['erc721', PIECES, 1n]] });
    expect(
      read('Order', { trader: ME, collection: PIECES, listingsRoot: `0x${'1'.repeat(64)}`, numberOfListings: '3', expirationTime: '9' })
        ?.hidden,
    ).toContain('hash');
    const maker = {
      quoteType: '1',
      collectionType: '0',
      collection: PIECES,
      currency: OTHER,
      signer: ME,
      price: '50',
      itemIds: ['7', '8'],
      amounts: ['1', '1'],
      endTime: '9',
    };
    expect(order('Maker', maker)).toMatchObject({
      gives: [
        ['erc721', PIECES, 1n],
        ['erc721', PIECES, 1n],
      ],
      gets: [['erc20', OTHER, 50n]],
    });
    expect(
      order('MakerOrder', {
        isOrderAsk: false,
        signer: ME,
        collection: PIECES,
        price: '50',
        tokenId: '7',
        amount: '1',
        currency: OTHER,
        endTime: '9',
      }),
    ).toMatchObject({ gives: [['erc20', OTHER, 50n]] });
    expect(
      order('Order', { sellToken: TOKEN, buyToken: OTHER, receiver: THIEF, sellAmount: '9', buyAmount: '8', feeAmount: '1', validTo: '9' }),
    ).toMatchObject({ gives: [['erc20', TOKEN, 10n]], gets: [['erc20', OTHER, 8n]], receiver: THIEF });
    const traits = `${1_750_000_000n << 80n}`;
    expect(
      read('Order', {
        salt: '1',
        maker: ME,
        receiver: NOBODY,
        makerAsset: TOKEN,
        takerAsset: OTHER,
        makingAmount: '9',
        takingAmount: '8',
        makerTraits: traits,
      }),
    ).toMatchObject({ expiresAt: 1_750_000_000, orders: [{ receiver: null }] });
    expect(
      order('LimitOrder', {
        maker: ME,
        taker: THIEF,
        makerToken: TOKEN,
        takerToken: OTHER,
        makerAmount: '9',
        takerAmount: '8',
        expiry: '9',
      }),
    ).toMatchObject({ taker: THIEF });
    expect(
      order('ERC721Order', {
        direction: '0',
        maker: ME,
        taker: NOBODY,
        erc20Token: OTHER,
        erc20TokenAmount: '5',
        erc721Token: PIECES,
        erc721TokenId: '7',
        expiry: '9',
      }),
    ).toMatchObject({ gives: [['erc721', PIECES, 1n]], gets: [['erc20', OTHER, 5n]] });
  });
});

describe('orders of the rarer kinds', () => {
  const first = (primaryType: string, message: object) => read(primaryType, message)?.orders[0];

  it('of Seaport are of the least that an amount becomes, of any piece of a collection, of bids', () => {
    const rising = first('OrderComponents', seaport([item(3, PIECES, 2n, 7n, 9n)], []));
    expect(rising?.gives).toEqual([{ standard: 'erc1155', token: PIECES, amount: 2n, tokenId: 7n }]);
    const any = first('OrderComponents', seaport([item(1, TOKEN, 50n)], [{ ...item(4, PIECES, 1n, 0n), recipient: ME }]));
    expect(any).toMatchObject({
      gives: [{ standard: 'erc20', amount: 50n, tokenId: null }],
      gets: [{ standard: 'erc721', token: PIECES, tokenId: 0n }],
      taker: null,
    });
    expect(read('OrderComponents', seaport([item(5, PIECES, 1n)], []))).toMatchObject({
      nonce: 3n,
      expiresAt: 1_750_000_000,
      speaksFor: ME,
      orders: [{ gives: [{ standard: 'erc1155' }] }],
    });
  });

  it('of LooksRare are bids on any piece, and several of one kind', () => {
    const maker = { quoteType: 0, collectionType: 0, collection: PIECES, currency: NOBODY, signer: ME, price: 50, endTime: 9 };
    expect(first('Maker', { ...maker, itemIds: [], amounts: [] })).toMatchObject({
      gives: [{ standard: 'native', amount: 50n }],
      gets: [{ standard: 'erc721', token: PIECES, tokenId: null }],
    });
    expect(first('Maker', { ...maker, quoteType: 1, collectionType: 1, itemIds: [7], amounts: [3] })?.gives).toEqual([
      { standard: 'erc1155', token: PIECES, amount: 3n, tokenId: 7n },
    ]);
  });

  it('of CoW, 1inch and 0x name a receiver and a taker, or nobody', () => {
    const cow = { sellToken: TOKEN, buyToken: OTHER, sellAmount: '9', buyAmount: '8', validTo: '9' };
    expect(read('Order', { ...cow, receiver: NOBODY })).toMatchObject({
      speaksFor: null,
      expiresAt: 9,
      orders: [{ maker: ME, receiver: null }],
    });
    const inch = { maker: ME, makerAsset: TOKEN, takerAsset: OTHER, makingAmount: '9', takingAmount: '8' };
    expect(read('Order', { ...inch, allowedSender: THIEF, receiver: SPENDER })).toMatchObject({
      expiresAt: null,
      orders: [{ taker: THIEF, receiver: SPENDER }],
    });
    expect(read('Order', { ...inch, makerTraits: '0' })?.expiresAt).toBeNull();
    for (const primaryType of ['RfqOrder', 'OtcOrder'])
      expect(
        first(primaryType, {
          maker: ME,
          taker: NOBODY,
          makerToken: TOKEN,
          takerToken: NOBODY,
          makerAmount: '9',
          takerAmount: '8',
          expiry: '9',
        }),
      ).toMatchObject({ taker: null, gives: [{ standard: 'erc20' }], gets: [{ standard: 'native' }] });
  });

  it('of 0x for pieces are sales and bids, of one or of several', () => {
    const bid = {
      direction: '1',
      maker: ME,
      taker: THIEF,
      erc20Token: OTHER,
      erc20TokenAmount: '5',
      erc1155Token: PIECES,
      erc1155TokenId: '7',
      erc1155TokenAmount: '2',
    };
    expect(first('ERC1155Order', bid)).toEqual({
      maker: ME,
      gives: [{ standard: 'erc20', token: OTHER, amount: 5n, tokenId: null }],
      gets: [{ standard: 'erc1155', token: PIECES, amount: 2n, tokenId: 7n }],
      othersGet: [],
      taker: THIEF,
      receiver: null,
    });
  });
});

describe('what makes others act', () => {
  const acts = (primaryType: string, message: object) =>
    read(primaryType, message)?.calls.map(({ from, to, input, valueWei, operation }) => [from, to, input, valueWei, operation]);

  it('is a call in somebody’s name: of a Safe, through a forwarder, of a token, of an account', () => {
    expect(acts('SafeTx', { to: OTHER, value: '3', data: '0x1234', operation: 1, nonce: 0 })).toEqual([
      [TOKEN, OTHER, '0x1234', 3n, 'delegatecall'],
    ]);
    expect(acts('ForwardRequest', { from: ME, to: OTHER, value: '3', gas: '1', nonce: 0, data: '0x1234' })).toEqual([
      [ME, OTHER, '0x1234', 3n, 'call'],
    ]);
    expect(acts('MetaTransaction', { nonce: 0, from: ME, functionSignature: '0x1234' })).toEqual([[ME, TOKEN, '0x1234', 0n, 'call']]);
    expect(acts('PackedUserOperation', { sender: OTHER, nonce: 0, callData: '0x1234' })).toEqual([[TOKEN, OTHER, '0x1234', 0n, 'call']]);
    expect(read('Ballot', { proposalId: 1, support: 1 })).toMatchObject({ scheme: 'vote', grants: [], orders: [], calls: [] });
    expect(read('Delegation', { delegatee: OTHER, nonce: 0, expiry: 9 })).toMatchObject({ expiresAt: 9 });
  });
});

describe('every scheme', () => {
  it.each(MESSAGES)('is known by its fields: %s (%s)', (scheme, primaryType, message) => {
    expect(read(primaryType, message)?.scheme).toBe(scheme);
  });

  it('reads any field that is something else, or says which one it cannot read', () => {
    const anything = fc.oneof(
      fc.constantFrom(null, undefined, true, '', '0x', '-1', -1, 1.5, 1e30, Number.NaN, [], {}, [[]], [null], { token: 5 }, 10n ** 90n),
      fc.string({ maxLength: 50 }),
      fc.bigInt({ min: 0n, max: ALL }),
    );
    const changed = fc
      .constantFrom(...MESSAGES)
      .chain(([, primaryType, message]) =>
        fc.tuple(fc.constant(primaryType), fc.constant(message), fc.constantFrom(...Object.keys(message)), anything),
      );
    holds(
      'a field that is something else',
      fc.property(changed, ([primaryType, message, field, value]) => {
        try {
          read(primaryType, { ...message, [field]: value });
        } catch (error) {
          if (!(error instanceof InputError) && !isMalformed(error)) throw error;
          expect(error.message).toMatch(/^(message|domain)\./);
        }
      }),
      1_000,
    );
  });

  it('names what it stands under, where it cannot do without', () => {
    for (const [primaryType, message] of [
      ['SafeTx', { to: OTHER }],
      ['MetaTransaction', { from: ME, functionSignature: '0x' }],
      ['PackedUserOperation', { sender: OTHER }],
      ['DelegationWithSig', { delegatee: SPENDER, value: 5 }],
      ['TransferWithAuthorization', { from: ME, to: SPENDER, value: 5 }],
      ['PermitForAll', { operator: SPENDER }],
    ] as const)
      expect(() => read(primaryType, message, { verifyingContract: null })).toThrow(/domain\.verifyingContract/);
  });
});

describe('a domain', () => {
  it('is read however wallets write it', () => {
    const domain = { name: 'Coin', chainId: '0x2105', verifyingContract: TOKEN.toUpperCase().replace('0X', '0x') };
    const data = { domain, primaryType: 'x', message: {} };
    expect(domainOf(data)).toEqual({ name: 'Coin', chainId: 8_453, verifyingContract: TOKEN });
    expect(domainOf({ ...data, domain: { name: 5, chainId: 10n, verifyingContract: null } })).toEqual({
      name: null,
      chainId: 10,
      verifyingContract: null,
    });
    expect(() => domainOf({ ...data, domain: { verifyingContract: 'coin' } })).toThrow(/domain\.verifyingContract/);
  });

  it('is Permit2’s by its types, and by those alone', () => {
    const types = ['PermitSingle', 'PermitBatch', 'PermitTransferFrom', 'PermitWitnessTransferFrom', 'PermitBatchTransferFrom'];
    expect([...types, 'PermitBatchWitnessTransferFrom'].filter((type) => !isPermit2Type(type))).toEqual([]);
    expect(['Permit', 'PermitAll', 'PermitForAll', 'Order', 'PermitSingleton'].filter(isPermit2Type)).toEqual([]);
  });
});

describe('what cannot be read', () => {
  it('throws with its field, or is null where the scheme is not known', () => {
    expect(read('Lease', { tenant: ME })).toBeNull();
    expect(() => read('Permit', { owner: ME, spender: SPENDER, value: 'much' })).toThrow(/message\.value/);
    expect(() => read('Permit', { owner: ME, spender: '0x12', value: '1' })).toThrow(/message\.spender/);
    expect(() => read('Permit', { owner: ME, spender: SPENDER, value: '1' }, { verifyingContract: undefined })).toThrow(
      /domain\.verifyingContract/,
    );
    expect(() => read('PermitBatch', { details: [{ token: OTHER }], spender: SPENDER })).toThrow(/message\.details\.0/);
    expect(() => read('OrderComponents', seaport([{ itemType: '2' }], []))).toThrow(/message\.offer\.0/);
    expect(domainOf({ domain: {}, primaryType: 'x', message: {} })).toEqual({ name: null, chainId: null, verifyingContract: null });
    expect(() => domainOf({ domain: { chainId: 'one' }, primaryType: 'x', message: {} })).toThrow(/domain\.chainId/);
  });
});
