import type { Hex, Log } from './block.js';
import type { Swap, Sync } from './decoded.js';
import { addressOfTopic, intAt, uintAt, wordCount } from './words.js';

/** Swap(address,uint256,uint256,uint256,uint256,address) of Uniswap V2 and its forks. */
export const SWAP_V2: Hex = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';
/** Swap(address,address,int256,int256,uint160,uint128,int24) of Uniswap V3 and its forks. */
export const SWAP_V3: Hex = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67';
/** The V3 swap of PancakeSwap, which appends two protocol fees. */
export const SWAP_V3_PANCAKE: Hex = '0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83';
/** Sync(uint112,uint112) of Uniswap V2: the reserves after a change. */
export const SYNC: Hex = '0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1';

export function decodeSwap(log: Log): Swap | null {
  const [topic, sender, recipient] = log.topics;
  if (sender === undefined || recipient === undefined) return null;
  const base = { pool: log.address, sender: addressOfTopic(sender), recipient: addressOfTopic(recipient), logIndex: log.logIndex };
  if (topic === SWAP_V2 && wordCount(log.data) >= 4) {
    const amount0 = uintAt(log.data, 0) - uintAt(log.data, 2);
    const amount1 = uintAt(log.data, 1) - uintAt(log.data, 3);
    return { kind: 'v2', ...base, amount0, amount1, sqrtPriceX96: null };
  }
  if ((topic === SWAP_V3 || topic === SWAP_V3_PANCAKE) && wordCount(log.data) >= 5) {
    return { kind: 'v3', ...base, amount0: intAt(log.data, 0), amount1: intAt(log.data, 1), sqrtPriceX96: uintAt(log.data, 2) };
  }
  return null;
}

export function decodeSync(log: Log): Sync | null {
  if (log.topics.length !== 1 || wordCount(log.data) < 2) return null;
  return { pool: log.address, reserve0: uintAt(log.data, 0), reserve1: uintAt(log.data, 1), logIndex: log.logIndex };
}
