import type { Frame, Hex, Log } from './block.js';
import type { FlashLoan } from './decoded.js';
import { FLASH_CALLBACKS } from './flash-callbacks.js';
import { addressOfTopic, uintAt, wordCount } from './words.js';

/** FlashLoan(address,address,address,uint256,uint256,uint16) of Aave v2. */
export const FLASH_AAVE_V2: Hex = '0x631042c832b07452973831137f2d73e395028b44b250dedc5abb0ee766e168ac';
/** FlashLoan(address,address,address,uint256,uint8,uint256,uint16) of Aave v3. */
export const FLASH_AAVE_V3: Hex = '0xefefaba5e921573100900a3ad9cf29f222d995fb3b6045797eaea7521bd8d6f0';
/** FlashLoan(address,address,uint256,uint256) of Balancer, Maker and ERC-3156 lenders. */
export const FLASH_BALANCER: Hex = '0x0d7d75e01ab95780d3cd1c8ec0dd6c2ce19e3a20427eec8bf53283b6fb8e95f0';
/** Flash(address,address,uint256,uint256,uint256,uint256) of Uniswap V3. */
export const FLASH_UNISWAP_V3: Hex = '0xbdbdb71d7860376ba52b25a5028beea23581364a40522f6bcfb86bb1f2dca633';

export function decodeFlashLoan(log: Log): FlashLoan | null {
  const [topic, first, second, third] = log.topics;
  if (first === undefined || second === undefined) return null;
  const base = { lender: log.address, logIndex: log.logIndex, frameIndex: null };
  switch (topic) {
    case FLASH_AAVE_V2: // target, initiator and asset are indexed
      if (third === undefined || wordCount(log.data) < 1) return null;
      return { protocol: 'aave-v2', ...base, receiver: addressOfTopic(first), token: addressOfTopic(third), amount: uintAt(log.data, 0) };
    case FLASH_AAVE_V3: // target and asset are indexed; the initiator is the first word
      if (wordCount(log.data) < 2) return null;
      return { protocol: 'aave-v3', ...base, receiver: addressOfTopic(first), token: addressOfTopic(second), amount: uintAt(log.data, 1) };
    case FLASH_BALANCER:
      if (wordCount(log.data) < 1) return null;
      return { protocol: 'balancer', ...base, receiver: addressOfTopic(first), token: addressOfTopic(second), amount: uintAt(log.data, 0) };
    case FLASH_UNISWAP_V3: // The two amounts are of token0 and token1, whose addresses the event does not name.
      return { protocol: 'uniswap-v3', ...base, receiver: addressOfTopic(second), token: null, amount: null };
    default:
      return null;
  }
}

export function decodeFlashCallback(frame: Frame): FlashLoan | null {
  if (frame.kind !== 'CALL' || frame.failed || frame.to === null || !FLASH_CALLBACKS.has(frame.input.slice(0, 10))) return null;
  return {
    protocol: 'callback',
    lender: frame.from,
    receiver: frame.to,
    token: null,
    amount: null,
    logIndex: null,
    frameIndex: frame.index,
  };
}
