import type { Frame, Hex, Log } from './block.js';
import type { FlashLoan } from './decoded.js';
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

/** Call-backs by which a lender hands over a flash loan, so that a trace alone shows one. The list is that of the study's §1.2. */
export const FLASH_CALLBACKS: ReadonlySet<string> = new Set(
  `ee872558 d220a9ca 920f5c84 1b11d0ff 4854a22e 8b418713 10d1e85c 84800812 f04f2707 e9cbafb0 23e30c8b eb2021c3 7ed1f1dd d5b99797 9820aa6c c4850ea8
   485f3994 5b3bc4fe 110c03de 7fa80582 109d771d becda363 3fc01685 a1d48336 b26426d2 52e91642 a15db5c5`
    .split(/\s+/)
    .map((selector) => `0x${selector}`),
);

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
