import type { Address } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import type { Fields } from './fields.js';
import type { Scheme } from './scheme.js';
import { NO_INTENT, type OrderItem, type SignedIntent, type SignedOrder } from './signed-intent.js';

function ordered(scheme: string, orders: readonly SignedOrder[], expiresAt: number | null, more: Partial<SignedIntent> = {}): SignedIntent {
  return { ...NO_INTENT, scheme, orders, speaksFor: orders[0]?.maker ?? null, expiresAt, ...more };
}

function coin(token: Address, amount: bigint): OrderItem {
  return { standard: token === NATIVE ? 'native' : 'erc20', token, amount, tokenId: null };
}

function piece(token: Address, tokenId: bigint | null, amount = 1n, is1155 = false): OrderItem {
  return { standard: is1155 ? 'erc1155' : 'erc721', token, amount, tokenId };
}

/** Nobody's address means that there is none. */
function unlessZero(address: Address | null): Address | null {
  return address === null || address === NATIVE ? null : address;
}

function sale(maker: Address, isSelling: boolean, item: OrderItem, price: OrderItem, taker: Address | null = null): SignedOrder {
  return { maker, gives: [isSelling ? item : price], gets: [isSelling ? price : item], othersGet: [], taker, receiver: null };
}

/** Orders that others fill. */
export const ORDER_SCHEMES: readonly Scheme[] = [
  {
    primaryTypes: ['OrderComponents'],
    read: (message) =>
      ordered('Seaport order', [seaport(message)], message.timeOr('endTime', null), { nonce: message.amountOr('counter', 0n) }),
  },
  {
    // Many listings under one signature: its leaves are orders.
    primaryTypes: ['BulkOrder'],
    read: (message) => {
      // A tree is filled up with empty leaves.
      const orders = message
        .leaves('tree')
        .map(seaport)
        .filter(({ gives, gets }) => gives.length + gets.length > 0);
      return ordered('Seaport bulk order', orders, null);
    },
  },
  {
    primaryTypes: ['Order'],
    fits: (message) => message.has('trader') && message.has('listingsRoot'),
    read: (message) => ({
      ...NO_INTENT,
      scheme: 'Blur order',
      speaksFor: message.address('trader'),
      expiresAt: message.timeOr('expirationTime', null),
      hidden: 'The listings are under a hash: what is sold, and for what, the data does not show.',
    }),
  },
  {
    primaryTypes: ['Order'],
    fits: (message) => message.has('trader') && message.has('collection') && message.has('price'),
    read: (message) => {
      const isSelling = message.amount('side') === 1n;
      const item = piece(message.address('collection'), message.amount('tokenId'), message.amountOr('amount', 1n));
      const price = coin(message.address('paymentToken'), message.amount('price'));
      return ordered('Blur order', [sale(message.address('trader'), isSelling, item, price)], message.timeOr('expirationTime', null));
    },
  },
  {
    primaryTypes: ['Maker'],
    fits: (message) => message.has('quoteType'),
    read: (message) => {
      const isSelling = message.amount('quoteType') === 1n;
      const is1155 = message.amountOr('collectionType', 0n) === 1n;
      const [ids, amounts] = [message.amounts('itemIds'), message.amounts('amounts')];
      const items = ids.map((id, i) => piece(message.address('collection'), id, amounts[i] ?? 1n, is1155));
      const price = coin(message.address('currency'), message.amount('price'));
      const order = sale(message.address('signer'), isSelling, items[0] ?? piece(message.address('collection'), null), price);
      const all = isSelling ? { ...order, gives: items.length > 0 ? items : order.gives } : order;
      return ordered('LooksRare order', [all], message.timeOr('endTime', null));
    },
  },
  {
    primaryTypes: ['MakerOrder'],
    fits: (message) => message.has('isOrderAsk'),
    read: (message) => {
      const item = piece(message.address('collection'), message.amount('tokenId'), message.amountOr('amount', 1n));
      const price = coin(message.address('currency'), message.amount('price'));
      return ordered(
        'LooksRare order',
        [sale(message.address('signer'), message.truth('isOrderAsk'), item, price)],
        message.timeOr('endTime', null),
      );
    },
  },
  {
    primaryTypes: ['Order'],
    fits: (message) => message.has('sellToken') && message.has('buyToken'),
    read: (message, _domain, from) =>
      ordered(
        'CoW order',
        [
          {
            maker: from,
            gives: [coin(message.address('sellToken'), message.amount('sellAmount') + message.amountOr('feeAmount', 0n))],
            gets: [coin(message.address('buyToken'), message.amount('buyAmount'))],
            othersGet: [],
            taker: null,
            receiver: unlessZero(message.addressOr('receiver', null)),
          },
        ],
        message.timeOr('validTo', null),
        { speaksFor: null },
      ),
  },
  {
    primaryTypes: ['Order'],
    fits: (message) => message.has('makerAsset') && message.has('takerAsset'),
    read: (message) => {
      const maker = message.address('maker');
      return ordered(
        '1inch order',
        [
          {
            maker,
            gives: [coin(message.address('makerAsset'), message.amount('makingAmount'))],
            gets: [coin(message.address('takerAsset'), message.amount('takingAmount'))],
            othersGet: [],
            taker: unlessZero(message.addressOr('allowedSender', null)),
            receiver: unlessZero(message.addressOr('receiver', null)),
          },
        ],
        // v4 packs the end into makerTraits: bits 80 to 119.
        message.has('makerTraits') ? endOf(message.amount('makerTraits')) : null,
      );
    },
  },
  {
    // 0x v4
    primaryTypes: ['LimitOrder', 'RfqOrder', 'OtcOrder'],
    read: (message) =>
      ordered(
        '0x order',
        [
          {
            maker: message.address('maker'),
            gives: [coin(message.address('makerToken'), message.amount('makerAmount'))],
            gets: [coin(message.address('takerToken'), message.amount('takerAmount'))],
            othersGet: [],
            taker: unlessZero(message.addressOr('taker', null)),
            receiver: null,
          },
        ],
        message.timeOr('expiry', null),
      ),
  },
  {
    primaryTypes: ['ERC721Order', 'ERC1155Order'],
    read: (message) => {
      const is1155 = message.has('erc1155Token');
      const item = is1155
        ? piece(message.address('erc1155Token'), message.amount('erc1155TokenId'), message.amount('erc1155TokenAmount'), true)
        : piece(message.address('erc721Token'), message.amount('erc721TokenId'));
      const price = coin(message.address('erc20Token'), message.amount('erc20TokenAmount'));
      const isSelling = message.amount('direction') === 0n;
      return ordered(
        '0x NFT order',
        [sale(message.address('maker'), isSelling, item, price, unlessZero(message.addressOr('taker', null)))],
        message.timeOr('expiry', null),
      );
    },
  },
];

function endOf(traits: bigint): number | null {
  const end = Number((traits >> 80n) & 0xffffffffffn);
  return end === 0 ? null : end;
}

const SEAPORT_STANDARDS = ['native', 'erc20', 'erc721', 'erc1155', 'erc721', 'erc1155'] as const;
function seaport(message: Fields): SignedOrder {
  const maker = message.address('offerer');
  const gives = message.list('offer').map((item) => seaportItem(item));
  const asked = message.list('consideration').map((item) => ({ ...seaportItem(item), recipient: item.address('recipient') }));
  // A piece that goes to somebody else than the maker names who may buy: it is a private sale.
  const taker = asked.find(({ standard, recipient }) => (standard === 'erc721' || standard === 'erc1155') && recipient !== maker);
  return {
    maker,
    gives,
    gets: asked.filter(({ recipient }) => recipient === maker),
    othersGet: asked.filter(({ recipient }) => recipient !== maker),
    taker: taker?.recipient ?? null,
    receiver: null,
  };
}

/** The least of what an amount moves through over time. */
function seaportItem(item: Fields): OrderItem {
  const type = Number(item.amount('itemType'));
  const standard = SEAPORT_STANDARDS[type] ?? 'erc20';
  const [start, end] = [item.amount('startAmount'), item.amount('endAmount')];
  const isPiece = standard === 'erc721' || standard === 'erc1155';
  return {
    standard,
    token: item.address('token'),
    amount: least(start, end),
    tokenId: isPiece ? item.amountOr('identifierOrCriteria', 0n) : null,
  };
}

function least(...amounts: readonly bigint[]): bigint {
  return amounts.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
}
