import type { Address, Hex } from '../../src/core/chain/block.js';
import type { CallTree } from './build-transaction.js';

function word(value: bigint | Address | boolean): string {
  const digits = typeof value === 'string' ? value.slice(2) : BigInt(value).toString(16);
  return digits.padStart(64, '0');
}

/** Selector and arguments as they stand in calldata. */
export function calldata(selector: Hex, ...args: readonly (bigint | Address | boolean)[]): Hex {
  return `${selector}${args.map(word).join('')}`;
}

/** What a call answers. */
export function answer(...words: readonly (bigint | Address | boolean)[]): Hex {
  return `0x${words.map(word).join('')}`;
}

export function transfer(token: Address, to: Address, amount: bigint): CallTree {
  return { to: token, selector: calldata('0xa9059cbb', to, amount) };
}

export function transferFrom(token: Address, from: Address, to: Address, amount: bigint): CallTree {
  return { to: token, selector: calldata('0x23b872dd', from, to, amount) };
}

export function mint(token: Address, to: Address, amount: bigint): CallTree {
  return { to: token, selector: calldata('0x40c10f19', to, amount) };
}

export function balanceOf(token: Address, holder: Address, balance: bigint): CallTree {
  return { to: token, kind: 'STATICCALL', selector: calldata('0x70a08231', holder), output: answer(balance) };
}

/** A question with one number for an answer. */
export function ask(contract: Address, selector: Hex, value: bigint): CallTree {
  return { to: contract, kind: 'STATICCALL', selector, output: answer(value) };
}

export function getReserves(pool: Address, reserve0: bigint, reserve1: bigint): CallTree {
  return { to: pool, kind: 'STATICCALL', selector: '0x0902f1ac', output: answer(reserve0, reserve1, 0n) };
}

/** A V2 pool's swap; what it pays is among the calls. */
export function swapV2(pool: Address, out0: bigint, out1: bigint, to: Address, calls: readonly CallTree[] = []): CallTree {
  return { to: pool, selector: calldata('0x022c0d9f', out0, out1, to, 128n, 0n), calls };
}

/** A loan for one call: the lender pays, calls back, and is paid. */
export function flashLoan(lender: Address, borrower: Address, token: Address, amount: bigint, during: readonly CallTree[]): CallTree {
  return {
    to: lender,
    selector: calldata('0x5cffe9de', borrower, token, amount, 128n, 0n),
    calls: [
      transfer(token, borrower, amount),
      { to: borrower, selector: calldata('0x23e30c8b', borrower, token, amount, 0n), calls: [...during, transfer(token, lender, amount)] },
    ],
  };
}
