import type { Address, Hex } from '../../core/chain/block.js';
import { selectorOf } from '../../core/chain/words.js';
import type { CallDecoder, DecodedCall } from '../../ports/call-decoder.js';
import { innerCallsOf } from './inner-calls.js';

export interface CarriedCall {
  /** Who makes the call. */
  readonly from: Address;
  /** Null: a contract is created. */
  readonly to: Address | null;
  readonly input: Hex;
  readonly valueWei: bigint;
  readonly operation: 'call' | 'delegatecall' | 'create';
  /** Read already, where the call is a step of a router and has no selector of its own. */
  readonly decoded?: DecodedCall;
}

/** A call with the calls that its arguments carry. */
export interface CallNode extends Omit<CarriedCall, 'decoded'> {
  readonly selector: Hex | null;
  readonly decoded: DecodedCall | null;
  readonly calls: readonly CallNode[];
}

const DEEPEST = 8;
/** Of one request. Whoever carries more hides something; what is over is told as not decoded. */
export const MOST_CARRIED = 256;

export interface CallTree {
  readonly root: CallNode;
  /** Outer before inner, in order. */
  readonly flat: readonly CallNode[];
  /** Something lay deeper or beyond what is followed. */
  readonly isCut: boolean;
}

/** A call and everything that it carries: of multicalls, Safes, accounts, routers, one in the other. */
export function callTreeOf(call: CarriedCall, decoder: CallDecoder): CallTree {
  const flat: CallNode[] = [];
  let isCut = false;
  const read = (one: CarriedCall, depth: number): CallNode => {
    const decoded = one.decoded ?? (one.to === null ? null : decoder.decode(one.input, one.to));
    const position = flat.length;
    const inner: CallNode[] = [];
    const node = { ...one, selector: one.to === null ? null : selectorOf(one.input), decoded, calls: inner };
    flat.push(node);
    if (decoded === null) return node;
    const carried = innerCallsOf(node, decoded, decoder);
    for (const each of carried) {
      if (depth >= DEEPEST || flat.length - position > MOST_CARRIED || flat.length > MOST_CARRIED) {
        isCut = true;
        break;
      }
      inner.push(read(each, depth + 1));
    }
    return node;
  };
  return { root: read(call, 0), flat, isCut };
}
