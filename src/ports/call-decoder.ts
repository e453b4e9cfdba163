import type { Address, Hex } from '../core/chain/block.js';
import type { Json } from '../core/detect/finding.js';

/** Amounts are decimal text, addresses lower case, bytes hex, structs objects by their fields' names. */
export interface DecodedArgument {
  readonly name: string;
  readonly type: string;
  readonly value: Json;
}

export interface DecodedCall {
  /** As selectors are made of: `transfer(address,uint256)`. */
  readonly signature: string;
  readonly name: string;
  readonly arguments: readonly DecodedArgument[];
}

/** Reads calldata by known functions and by ABIs that a user gave. What does not fit is null, never a guess. */
export interface CallDecoder {
  /** By the ABI of the callee where the user gave one, else by the selector. */
  decode(input: Hex, to: Address | null): DecodedCall | null;
  /** Data without a selector, by a function that is written out: `function sweep(address token, address to)`. */
  parameters(written: string, data: Hex): DecodedCall | null;
}

/** Knows nothing. */
export const NO_DECODER: CallDecoder = { decode: () => null, parameters: () => null };
