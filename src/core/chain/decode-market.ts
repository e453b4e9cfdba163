import type { Address, Hex, Log } from './block.js';
import type { Freeze, Liquidation, PositionChange } from './decoded.js';
import { addressAtWord, addressOfTopic, uintAt, wordCount } from './words.js';

/** LiquidationCall(address,address,address,uint256,uint256,address,bool) of Aave. */
const LIQUIDATION_CALL: Hex = '0xe413a321e8681d831f4dbccbca790d2952b56f977908e45be37335533e005286';
/** LiquidateBorrow(address,address,uint256,address,uint256) of Compound and its forks. */
const LIQUIDATE_BORROW: Hex = '0x298637f684da70674f26509b10f07ec2fbc77a335ab1e7d6215a4b2484d8bb52';
export const LIQUIDATION_TOPICS: readonly Hex[] = [LIQUIDATION_CALL, LIQUIDATE_BORROW];

export function decodeLiquidation({ address: market, topics, data, logIndex }: Log): Liquidation | null {
  const [topic, , , user] = topics;
  if (topic === LIQUIDATION_CALL && user !== undefined && wordCount(data) >= 3)
    return { market, borrower: addressOfTopic(user), liquidator: addressAtWord(data, 2), repaid: uintAt(data, 0), logIndex };
  if (topic === LIQUIDATE_BORROW && wordCount(data) >= 3)
    return { market, borrower: addressAtWord(data, 1), liquidator: addressAtWord(data, 0), repaid: uintAt(data, 2), logIndex };
  return null;
}

/** Mint(address,address,int24,int24,uint128,uint256,uint256) of V3 pools. */
const POSITION_ADDED: Hex = '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde';
/** Burn(address,int24,int24,uint128,uint256,uint256) of V3 pools. */
const POSITION_REMOVED: Hex = '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c';
export const POSITION_TOPICS: readonly Hex[] = [POSITION_ADDED, POSITION_REMOVED];

export function decodePosition({ address: pool, topics, data, logIndex }: Log): PositionChange | null {
  const [topic, owner, lower, upper] = topics;
  if (owner === undefined || lower === undefined || upper === undefined) return null;
  const base = { pool, owner: addressOfTopic(owner), range: `${lower}${upper}`, logIndex };
  if (topic === POSITION_ADDED && wordCount(data) >= 4) return { kind: 'added', ...base, liquidity: uintAt(data, 1) };
  if (topic === POSITION_REMOVED && wordCount(data) >= 3) return { kind: 'removed', ...base, liquidity: uintAt(data, 0) };
  return null;
}

/** Blacklisted(address), AddedBlackList(address), AddressFrozen(address): issuers of dollars. */
export const FREEZE_TOPICS: readonly Hex[] = [
  '0xffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855',
  '0x42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc',
  '0x90811a8edd3b3c17eeaefffc17f639cc69145d41a359c9843994dc2538203690',
];

export function decodeFreeze({ address: token, topics, data, logIndex }: Log): Freeze | null {
  const [, indexed] = topics;
  const account: Address | null = indexed !== undefined ? addressOfTopic(indexed) : wordCount(data) >= 1 ? addressAtWord(data, 0) : null;
  return account === null ? null : { token, account, logIndex };
}

/** An order for pieces was filled: Seaport's OrderFulfilled, Blur's three executions, LooksRare's bids and asks of both versions. */
export const NFT_ORDER_TOPICS: readonly Hex[] = [
  '0x9d9af8e38d66c62e2c12f0225249fd9d721c54b83f48d9352c97c6cacdcb6f31',
  '0x1d5e12b51dee5e4d34434576c3fb99714a85f57b0fd546ada4b0bddd736d12b2',
  '0x0fcf17fac114131b10f37b183c6a60f905911e52802caeeb3e6ea210398b81ab',
  '0x7dc5c0699ac8dd5250cbe368a2fc3b4a2daadb120ad07f6cccea29f83482686e',
  '0x9aaa45d6db2ef74ead0751ea9113263d1dec1b50cea05f0ca2002cb8063564a4',
  '0x3ee3de4684413690dee6fff1a0a4f92916a1b97d1c5a83cdf24671844306b2e3',
  '0x68cd251d4d267c6e2034ff0088b990352b97b2002c0476587d0c4da889c11330',
  '0x95fb6205e23ff6bda16a2d1dba56b9ad7c783f67c96fa149785052f47696f2be',
];
