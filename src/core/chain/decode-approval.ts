import type { Hex, Log } from './block.js';
import type { Approval } from './decoded.js';
import { addressOfTopic, uintAt, wordCount } from './words.js';

/** Approval(address,address,uint256): ERC-20, or ERC-721 with the id indexed. */
export const APPROVAL: Hex = '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925';
/** ApprovalForAll(address,address,bool) of ERC-721 and ERC-1155. */
export const APPROVAL_FOR_ALL: Hex = '0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31';
/** Approval(address,address,address,uint160,uint48) of Permit2. */
export const PERMIT2_APPROVAL: Hex = '0xda9fa7c1b00402c17d0161b249b1ab8bbec047c5a52207b9c112deffd817036b';
/** Permit(address,address,address,uint160,uint48,uint48) of Permit2. */
export const PERMIT2_PERMIT: Hex = '0xc6a377bfc4eb120024a8ac08eef205be16b817020812c73223e81d1bdb9708ec';

export function decodeApproval(log: Log): Approval | null {
  const [topic, owner, second, third] = log.topics;
  if (owner === undefined || second === undefined) return null;
  const base = { owner: addressOfTopic(owner), expiresAt: null, logIndex: log.logIndex };
  switch (topic) {
    case APPROVAL:
      if (third !== undefined)
        return { kind: 'erc721', token: log.address, ...base, spender: addressOfTopic(second), amount: 1n, tokenId: BigInt(third) };
      if (wordCount(log.data) < 1) return null;
      return { kind: 'erc20', token: log.address, ...base, spender: addressOfTopic(second), amount: uintAt(log.data, 0), tokenId: null };
    case APPROVAL_FOR_ALL:
      if (wordCount(log.data) < 1) return null;
      return {
        kind: 'for-all',
        token: log.address,
        ...base,
        spender: addressOfTopic(second),
        amount: uintAt(log.data, 0) === 0n ? 0n : 1n,
        tokenId: null,
      };
    case PERMIT2_APPROVAL:
    case PERMIT2_PERMIT:
      if (third === undefined || wordCount(log.data) < 2) return null;
      return {
        kind: 'permit2',
        token: addressOfTopic(second),
        owner: base.owner,
        spender: addressOfTopic(third),
        amount: uintAt(log.data, 0),
        tokenId: null,
        expiresAt: Number(uintAt(log.data, 1)),
        logIndex: log.logIndex,
      };
    default:
      return null;
  }
}
