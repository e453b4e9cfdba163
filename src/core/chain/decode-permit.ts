import type { Address, Hex } from './block.js';
import type { Permit } from './decoded.js';
import { addressAtWord, CALL_WORDS, selectorOf, uintAt, wordCount } from './words.js';

type PermitReader = (to: Address, input: Hex) => Omit<Permit, 'frameIndex'> | null;

const MAX_UINT256 = 2n ** 256n - 1n;

function word(input: Hex, i: number): bigint {
  return uintAt(input, i, CALL_WORDS);
}

function address(input: Hex, i: number): Address {
  return addressAtWord(input, i, CALL_WORDS);
}

const READERS: ReadonlyMap<Hex, { readonly words: number; readonly read: PermitReader }> = new Map([
  // permit(address,address,uint256,uint256,uint8,bytes32,bytes32)
  [
    '0xd505accf' as Hex,
    {
      words: 7,
      read: (to, input) => ({ kind: 'erc2612', token: to, owner: address(input, 0), spender: address(input, 1), amount: word(input, 2) }),
    },
  ],
  // permit(address,address,uint256,uint256,bytes)
  [
    '0x9fd5a6cf' as Hex,
    {
      words: 5,
      read: (to, input) => ({ kind: 'erc2612', token: to, owner: address(input, 0), spender: address(input, 1), amount: word(input, 2) }),
    },
  ],
  // permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32) of DAI: all or nothing
  [
    '0x8fcbaf0c' as Hex,
    {
      words: 8,
      read: (to, input) => ({
        kind: 'dai',
        token: to,
        owner: address(input, 0),
        spender: address(input, 1),
        amount: word(input, 4) === 0n ? 0n : MAX_UINT256,
      }),
    },
  ],
  // permit(address,((address,uint160,uint48,uint48),address,uint256),bytes) of Permit2
  [
    '0x2b67b570' as Hex,
    {
      words: 7,
      read: (_to, input) => ({
        kind: 'permit2',
        token: address(input, 1),
        owner: address(input, 0),
        spender: address(input, 5),
        amount: word(input, 2),
      }),
    },
  ],
  // permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes) of Permit2
  [
    '0x30f28b7a' as Hex,
    {
      words: 7,
      read: (_to, input) => ({
        kind: 'permit2-transfer',
        token: address(input, 0),
        owner: address(input, 6),
        spender: address(input, 4),
        amount: word(input, 5),
      }),
    },
  ],
] satisfies [Hex, { words: number; read: PermitReader }][]);

/** An allowance signed off chain and presented in a call. `to` is who was called. */
export function decodePermit(to: Address, input: Hex, frameIndex: number): Permit | null {
  const selector = selectorOf(input);
  const reader = selector === null ? undefined : READERS.get(selector);
  if (reader === undefined || wordCount(input, CALL_WORDS) < reader.words) return null;
  const permit = reader.read(to, input);
  return permit === null ? null : { ...permit, frameIndex };
}
