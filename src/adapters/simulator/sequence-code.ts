import type { Address, Hex } from '../../core/chain/block.js';
import type { UnsignedTransaction } from '../../ports/simulator.js';

const OP = {
  stop: '00',
  eq: '14',
  shl: '1b',
  shr: '1c',
  address: '30',
  caller: '33',
  calldataload: '35',
  codecopy: '39',
  pop: '50',
  mstore: '52',
  jumpi: '57',
  gas: '5a',
  jumpdest: '5b',
  create: 'f0',
  call: 'f1',
  return: 'f3',
} as const;

/**
 * Code that makes calls one after the other, whatever becomes of each, when its own account calls it. Put in the place of the sender's code it makes one traceable
 * call out of a batch. `trigger`: who sets it off instead of the account itself. To everybody else it answers with the selector it was called by, which is what receivers of tokens (ERC-721, ERC-1155) must say.
 */
export function sequenceCode(txs: readonly UnsignedTransaction[], trigger: Address | null = null): Hex {
  const hook = [
    push(0, 1),
    OP.calldataload,
    push(224, 1),
    OP.shr,
    push(224, 1),
    OP.shl,
    push(0, 1),
    OP.mstore,
    push(32, 1),
    push(0, 1),
    OP.return,
  ].join('');
  const entry = [OP.caller, trigger === null ? OP.address : pushAddress(trigger), OP.eq].join('');
  const start = bytesOf(entry) + 4 + bytesOf(hook); // PUSH2, two bytes, JUMPI.
  const head = entry + push(start, 2) + OP.jumpi + hook + OP.jumpdest;
  const sizes = txs.map((tx) => bytesOf(callCode(tx, 0)));
  let offset = bytesOf(head) + sizes.reduce((sum, size) => sum + size, 0) + 1;
  const calls = txs.map((tx) => {
    const code = callCode(tx, offset);
    offset += bytesOf(tx.input.slice(2));
    return code;
  });
  return `0x${head}${calls.join('')}${OP.stop}${txs.map(({ input }) => input.slice(2)).join('')}`;
}

function callCode({ to, input, valueWei }: UnsignedTransaction, offset: number): string {
  const length = bytesOf(input.slice(2));
  const copied = [push(length, 3), push(offset, 3), push(0, 1), OP.codecopy];
  const made =
    to === null
      ? [push(length, 3), push(0, 1), push(valueWei, 32), OP.create]
      : [push(0, 1), push(0, 1), push(length, 3), push(0, 1), push(valueWei, 32), pushAddress(to), OP.gas, OP.call];
  return [...copied, ...made, OP.pop].join('');
}

function push(value: number | bigint, bytes: number): string {
  return (0x5f + bytes).toString(16) + value.toString(16).padStart(bytes * 2, '0');
}

function pushAddress(address: Address): string {
  return `73${address.slice(2)}`;
}

function bytesOf(hexDigits: string): number {
  return hexDigits.length / 2;
}
