import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Abi, encodeAbiParameters, encodeFunctionData, parseAbi, parseAbiItem, toFunctionSelector, toFunctionSignature } from 'viem';
import { createCallDecoder } from '../../../src/adapters/abi/viem-call-decoder.js';
import { callTreeOf, MOST_CARRIED } from '../../../src/check/decode/call-tree.js';
import { KNOWN_FUNCTIONS } from '../../../src/check/decode/known-functions.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { arrayAt, objectAt } from '../../../src/core/chain/quantity.js';
import { address } from '../../support/build-transaction.js';
import { holds } from '../../support/property.js';
import { call } from '../rules/calls.js';

const ME = address('me');
const TO = address('the callee');
const TOKEN = address('a token');
const SPENDER = address('a spender');
const decoder = createCallDecoder(KNOWN_FUNCTIONS);
const ABI: Abi = KNOWN_FUNCTIONS.map((written) => parseAbiItem(written as 'function x()'));
const approve = call.approve(SPENDER, 5n);

/** Calldata by a function as it is written in the table. */
function encode(written: string, ...args: readonly unknown[]): Hex {
  const item = parseAbiItem(written as 'function x()');
  return encodeFunctionData({ abi: [item], args } as never);
}

/** Every call under one, as who calls whom with what. */
function told(input: Hex, to: Address = TO, using = decoder) {
  const { flat } = callTreeOf({ from: ME, to, input, valueWei: 0n, operation: 'call' }, using);
  return flat
    .slice(1)
    .map(({ from, to: callee, operation, decoded, valueWei }) => [from, callee, operation, decoded?.name ?? null, valueWei]);
}

/** A call as MultiSend packs it. */
const packed = (operation: 0 | 1, to: Address, valueWei: bigint, data: Hex): string =>
  `0${operation}${to.slice(2)}${valueWei.toString(16).padStart(64, '0')}${((data.length - 2) / 2).toString(16).padStart(64, '0')}${data.slice(2)}`;

const one = (from: Address, operation = 'call', valueWei = 0n, to: Address = TOKEN) => [from, to, operation, 'approve', valueWei];

describe('the calls that a call carries', () => {
  it('are those of multicalls: to the callee itself by the sender, or to others by the callee', () => {
    const self = [ME, TO, 'call', 'approve', 0n];
    expect(told(encode('function multicall(bytes[] data)', [approve, approve]))).toEqual([self, self]);
    expect(told(encode('function multicall(uint256 deadline, bytes[] data)', 5n, [approve]))).toEqual([self]);
    expect(told(encode('function aggregate((address target, bytes callData)[] calls)', [{ target: TOKEN, callData: approve }]))).toEqual([
      one(TO),
    ]);
    const valued = [{ target: TOKEN, allowFailure: true, value: 7n, callData: approve }];
    expect(
      told(encode('function aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)', valued)),
    ).toEqual([one(TO, 'call', 7n)]);
  });

  it('are those of multicalls that bind themselves to a block, or let calls fail', () => {
    const self = [ME, TO, 'call', 'approve', 0n];
    const hash = `0x${'1'.repeat(64)}`;
    expect(told(encode('function multicall(bytes32 previousBlockhash, bytes[] data)', hash, [approve, approve]))).toEqual([self, self]);
    expect(told(encode('function batch(bytes[] calls, bool revertOnFail)', [approve], true))).toEqual([self]);
    const pair = [{ target: TOKEN, callData: approve }];
    expect(told(encode('function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls)', false, pair))).toEqual([
      one(TO),
    ]);
    const three = [{ target: TOKEN, allowFailure: true, callData: approve }];
    expect(told(encode('function aggregate3((address target, bool allowFailure, bytes callData)[] calls)', three))).toEqual([one(TO)]);
  });

  it('are those that MultiSend packs, each with its value and whose code runs, up to where the data ends', () => {
    const both = `${packed(0, TOKEN, 3n, approve)}${packed(1, SPENDER, 0n, '0x')}` as const;
    const multiSend = (bytes: string) => encode('function multiSend(bytes transactions)', `0x${bytes}`);
    expect(told(multiSend(both))).toEqual([one(TO, 'call', 3n), [TO, SPENDER, 'delegatecall', null, 0n]]);
    expect(told(multiSend(both.slice(0, -2)))).toEqual([one(TO, 'call', 3n)]);
    // A length beyond the data, or beyond all numbers, is no call.
    const endless = `00${TOKEN.slice(2)}${'0'.repeat(64)}${'f'.repeat(64)}${approve.slice(2)}`;
    expect(told(multiSend(endless))).toEqual([]);
  });

  it('are those of Safes: calls, foreign code as its own, batches of both', () => {
    expect(told(call.safe(TOKEN, approve))).toEqual([one(TO)]);
    expect(told(call.safe(TOKEN, approve, 1))).toEqual([one(TO, 'delegatecall')]);
    const multiSend = address('multi send');
    const batch = call.safe(multiSend, call.multiSend(TOKEN, approve), 1);
    // What runs as the Safe's own acts as the Safe.
    expect(told(batch)).toEqual([[TO, multiSend, 'delegatecall', 'multiSend', 0n], one(TO)]);
  });

  it('are those of accounts, of every shape', () => {
    expect(told(encode('function execute(address target, uint256 value, bytes data)', TOKEN, 3n, approve))).toEqual([one(TO, 'call', 3n)]);
    expect(told(encode('function executeBatch(address[] targets, bytes[] datas)', [TOKEN], [approve]))).toEqual([one(TO)]);
    expect(told(encode('function executeBatch(address[] targets, uint256[] values, bytes[] datas)', [TOKEN], [4n], [approve]))).toEqual([
      one(TO, 'call', 4n),
    ]);
    const structs = [{ target: TOKEN, value: 9n, data: approve }];
    expect(told(encode('function executeBatch((address target, uint256 value, bytes data)[] calls)', structs))).toEqual([
      one(TO, 'call', 9n),
    ]);
    const modular = (mode: string, data: Hex) =>
      told(encode('function execute(bytes32 mode, bytes executionCalldata)', `0x${mode.padEnd(64, '0')}`, data));
    expect(modular('00', `${TOKEN}${6n.toString(16).padStart(64, '0')}${approve.slice(2)}` as Hex)).toEqual([one(TO, 'call', 6n)]);
    expect(modular('ff', `${TOKEN}${approve.slice(2)}` as Hex)).toEqual([one(TO, 'delegatecall')]);
    const batch = encodeAbiParameters([{ type: 'tuple[]', components: [{ type: 'address' }, { type: 'uint256' }, { type: 'bytes' }] }], [
      [[TOKEN, 2n, approve]],
    ] as never);
    expect(modular('01', batch)).toEqual([one(TO, 'call', 2n)]);
    expect(modular('00', '0x1234')).toEqual([]);
    const types = [{ type: 'tuple[]', components: [{ type: 'address' }, { type: 'uint256' }, { type: 'bytes' }] }, { type: 'bytes' }];
    // ERC-7821: calls with something for the account itself after them.
    expect(modular('01', encodeAbiParameters(types, [[[TOKEN, 2n, approve]], '0x1234'] as never))).toEqual([one(TO, 'call', 2n)]);
  });

  it('are made by whoever owns the storage: code that is borrowed acts as the borrower', () => {
    const borrowed = encode('function execute(address target, bytes data)', SPENDER, call.multicall(approve));
    expect(told(borrowed)).toEqual([
      [TO, SPENDER, 'delegatecall', 'multicall', 0n],
      [TO, SPENDER, 'delegatecall', 'approve', 0n],
    ]);
    const upgrade = encode('function upgradeToAndCall(address newImplementation, bytes data)', SPENDER, approve);
    expect(told(upgrade)).toEqual([[TO, SPENDER, 'delegatecall', 'approve', 0n]]);
    expect(told(encode('function upgradeToAndCall(address newImplementation, bytes data)', SPENDER, '0x'))).toEqual([]);
    const viaMultiSend = call.safe(
      address('multi send'),
      encode('function multiSend(bytes transactions)', `0x${packed(1, TOKEN, 0n, approve)}`),
      1,
    );
    expect(told(viaMultiSend).at(-1)).toEqual(one(TO, 'delegatecall'));
  });

  it('are those of entry points, timelocks and forwarders', () => {
    const account = address('an account');
    const inner = encode('function execute(address target, uint256 value, bytes data)', TOKEN, 0n, approve);
    const [v6, v7] = KNOWN_FUNCTIONS.filter((written) => written.startsWith('function handleOps'));
    const common = {
      sender: account,
      nonce: 0n,
      initCode: '0x',
      callData: inner,
      preVerificationGas: 0n,
      paymasterAndData: '0x',
      signature: '0x',
    };
    const old = { ...common, callGasLimit: 0n, verificationGasLimit: 0n, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };
    const packed = { ...common, accountGasLimits: `0x${'0'.repeat(64)}`, gasFees: `0x${'0'.repeat(64)}` };
    for (const input of [encode(v6 ?? '', [old], ME), encode(v7 ?? '', [packed], ME)])
      expect(told(input)).toEqual([[TO, account, 'call', 'execute', 0n], one(account)]);
    const zero = `0x${'0'.repeat(64)}`;
    expect(
      told(
        encode(
          'function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
          TOKEN,
          0n,
          approve,
          zero,
          zero,
          5n,
        ),
      ),
    ).toEqual([one(TO)]);
    const request = { from: account, to: TOKEN, value: 0n, gas: 0n, nonce: 0n, data: approve };
    expect(
      told(
        encode(
          'function execute((address from, address to, uint256 value, uint256 gas, uint256 nonce, bytes data) request, bytes signature)',
          request,
          '0x',
        ),
      ),
    ).toEqual([one(account)]);
  });

  it('are the steps of a router, those of a plan within a plan among them', () => {
    const swap = encodeAbiParameters(
      [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }, { type: 'address[]' }, { type: 'bool' }],
      [SPENDER, 5n, 4n, [TOKEN, TO], true],
    );
    const sweep = encodeAbiParameters([{ type: 'address' }, { type: 'address' }, { type: 'uint256' }], [TOKEN, SPENDER, 1n]);
    const plan = encodeAbiParameters([{ type: 'bytes' }, { type: 'bytes[]' }], ['0x04', [sweep]]);
    const input = encode('function execute(bytes commands, bytes[] inputs, uint256 deadline)', '0x0821ff', [swap, plan, '0x'], 5n);
    expect(told(input).map(([, , , name]) => name)).toEqual(['v2SwapExactIn', 'sweep']);
  });

  it('are a router’s permit of Permit2 as well, done at the router for the sender', () => {
    const permit = encodeAbiParameters(
      [
        {
          type: 'tuple',
          components: [
            {
              name: 'details',
              type: 'tuple',
              components: [
                { name: 'token', type: 'address' },
                { name: 'amount', type: 'uint160' },
                { name: 'expiration', type: 'uint48' },
                { name: 'nonce', type: 'uint48' },
              ],
            },
            { name: 'spender', type: 'address' },
            { name: 'sigDeadline', type: 'uint256' },
          ],
        },
        { type: 'bytes' },
      ],
      [{ details: { token: TOKEN, amount: 5n, expiration: 9, nonce: 1 }, spender: TO, sigDeadline: 9n }, '0x1234'],
    );
    // The highest bit lets a step fail: it is the same step. The second has no input, and is none.
    const { flat } = callTreeOf(
      {
        from: ME,
        to: TO,
        input: encode('function execute(bytes commands, bytes[] inputs)', '0x8a0a', [permit]),
        valueWei: 0n,
        operation: 'call',
      },
      decoder,
    );
    const [, step, ...more] = flat;
    expect(more).toEqual([]);
    expect([step?.from, step?.to, step?.selector]).toEqual([ME, TO, null]);
    expect(step?.decoded).toMatchObject({
      name: 'permit2Permit',
      arguments: [{ value: { details: { token: TOKEN, amount: '5', expiration: '9', nonce: '1' }, spender: TO, sigDeadline: '9' } }, {}],
    });
  });

  it('are who calls whom all the way down: a Safe, its MultiSend, a multicall', () => {
    const multiSend = address('multi send');
    const nested = call.safe(multiSend, call.multiSend(TOKEN, call.multicall(approve)), 1);
    expect(told(nested)).toEqual([[TO, multiSend, 'delegatecall', 'multiSend', 0n], [TO, TOKEN, 'call', 'multicall', 0n], one(TO)]);
  });

  it('are followed eight deep and no deeper', () => {
    const cut = (depth: number) => {
      let input: Hex = approve;
      for (let i = 0; i < depth; i += 1) input = call.multicall(input);
      const { isCut, flat } = callTreeOf({ from: ME, to: TO, input, valueWei: 0n, operation: 'call' }, decoder);
      return [isCut, flat.length, flat.at(-1)?.decoded?.name];
    };
    expect([cut(8), cut(9)]).toEqual([
      [false, 9, 'approve'],
      [true, 9, 'multicall'],
    ]);
    // As many as are followed in all, however they are nested.
    const wide = call.multicall(...Array.from({ length: 20 }, () => call.multicall(...Array.from({ length: 20 }, () => approve))));
    const { isCut, flat } = callTreeOf({ from: ME, to: TO, input: wide, valueWei: 0n, operation: 'call' }, decoder);
    expect([isCut, flat.length <= MOST_CARRIED + 1]).toEqual([true, true]);
  });

  it('are none of a creation', () => {
    const { root, flat } = callTreeOf({ from: ME, to: null, input: call.multicall(approve), valueWei: 0n, operation: 'create' }, decoder);
    expect([root.selector, root.decoded, flat.length]).toEqual([null, null, 1]);
  });

  it('are followed one in the other, and told to be cut where there is no end', () => {
    const nested = call.safe(TOKEN, call.multicall(encode('function multicall(bytes[] data)', [approve])));
    expect(told(nested).map(([, , , name]) => name)).toEqual(['multicall', 'multicall', 'approve']);
    let deep: Hex = approve;
    for (let depth = 0; depth < 12; depth += 1) deep = call.multicall(deep);
    expect(callTreeOf({ from: ME, to: TO, input: deep, valueWei: 0n, operation: 'call' }, decoder).isCut).toBe(true);
    const wide = call.multicall(...Array.from({ length: MOST_CARRIED + 50 }, () => approve));
    const { isCut, flat } = callTreeOf({ from: ME, to: TO, input: wide, valueWei: 0n, operation: 'call' }, decoder);
    expect([isCut, flat.length <= MOST_CARRIED + 2]).toEqual([true, true]);
  });

  it('are none of data that does not fit, and no data is too strange', () => {
    expect(decoder.decode(`${call.transfer(SPENDER, 5n).slice(0, 60)}` as Hex, TO)).toBeNull();
    const selectors = [...new Set(ABI.flatMap((item) => (item.type === 'function' ? [toFunctionSelector(item)] : [])))];
    holds(
      'any data after a known selector',
      fc.property(fc.constantFrom(...selectors), fc.uint8Array({ maxLength: 600 }), (selector, bytes) => {
        const { flat } = callTreeOf(
          { from: ME, to: TO, input: `${selector}${Buffer.from(bytes).toString('hex')}`, valueWei: 0n, operation: 'call' },
          decoder,
        );
        expect(flat.length).toBeGreaterThan(0);
      }),
      400,
    );
  });

  it('are never more than the whole data has where its end or any byte of it is lost', () => {
    const whole = call.safe(address('multi send'), call.multiSend(TOKEN, call.multicall(approve, call.transfer(SPENDER, 5n))), 1);
    const names = (input: Hex) => told(input).map(([, , , name]) => name);
    expect(names(whole)).toEqual(['multiSend', 'multicall', 'approve', 'transfer']);
    holds(
      'data cut anywhere',
      fc.property(fc.integer({ min: 1, max: whole.length / 2 - 1 }), (bytes) => {
        const left = names(whole.slice(0, 2 + bytes * 2) as Hex);
        expect(left).toEqual(names(whole).slice(0, left.length));
      }),
    );
    holds(
      'data with a byte that is another',
      fc.property(fc.integer({ min: 5, max: whole.length / 2 - 2 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const other = `${whole.slice(0, 2 + at * 2)}${byte.toString(16).padStart(2, '0')}${whole.slice(4 + at * 2)}` as Hex;
        expect(names(other).length).toBeLessThanOrEqual(MOST_CARRIED + 1);
      }),
    );
  });
});

describe('ABIs that a user gave', () => {
  it('win over the table for their contract, and are asked for every contract where they name none', () => {
    const abi = parseAbi(['function approve(address whom, uint256 howMuch)', 'function dance(uint8 steps)']);
    const own = createCallDecoder(KNOWN_FUNCTIONS, { [TOKEN]: abi, '*': parseAbi(['function sing()']) });
    expect(own.decode(approve, TOKEN)?.arguments.map(({ name }) => name)).toEqual(['whom', 'howMuch']);
    expect(own.decode(approve, TO)?.arguments.map(({ name }) => name)).toEqual(['spender', 'amount']);
    expect(own.decode(encodeFunctionData({ abi, functionName: 'dance', args: [3] }), TOKEN)?.name).toBe('dance');
    expect(own.decode(encodeFunctionData({ abi, functionName: 'dance', args: [3] }), TO)).toBeNull();
    expect(own.decode(toFunctionSelector('sing()'), TO)?.name).toBe('sing');
  });

  it('win over the table under no address too, below those of the contract itself, however it is written', () => {
    const named = (name: string) => parseAbi([`function approve(address ${name}, uint256 amount)`] as never) as Abi;
    const own = createCallDecoder(KNOWN_FUNCTIONS, { [TOKEN.toUpperCase().replace('0X', '0x')]: named('mine'), '*': named('anyones') });
    const first = (to: Address | null) => own.decode(approve, to)?.arguments[0]?.name;
    expect([first(TOKEN), first(TO), first(null)]).toEqual(['mine', 'anyones', 'anyones']);
  });

  it('carry calls in functions that they and the table name alike', () => {
    const written = 'function execute(address somewhere, uint256 someWei, bytes something)';
    const own = createCallDecoder(KNOWN_FUNCTIONS, { [TO]: parseAbi([written] as never) as Abi });
    expect(told(encode(written, TOKEN, 3n, approve), TO, own)).toEqual([one(TO, 'call', 3n)]);
  });
});

describe('the table of known functions', () => {
  const file = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data/selectors/selectors.json');

  it('names selectors as the field does', () => {
    if (!existsSync(file)) {
      const skipped = `the selectors are not at ${file}: set TOCSIN_SHARED_DIR`;
      if (process.env['CI'] === 'true') throw new Error(skipped);
      process.stderr.write(`SKIPPED: ${skipped}\n`);
      return;
    }
    const known = objectAt(objectAt(JSON.parse(readFileSync(file, 'utf8')), 'selectors')['functions'], 'functions');
    const found = ABI.flatMap((item) => {
      const told = item.type === 'function' ? known[toFunctionSelector(item)] : undefined;
      return item.type === 'function' && told !== undefined ? [{ signature: toFunctionSignature(item), told }] : [];
    });
    expect(found.length).toBeGreaterThan(90);
    expect(found.filter(({ signature, told }) => !arrayAt(told, signature).includes(signature))).toEqual([]);
  });

  it('has every function once', () => {
    const signatures = ABI.flatMap((item) => (item.type === 'function' ? [toFunctionSignature(item)] : []));
    expect(signatures.filter((signature, i) => signatures.indexOf(signature) !== i)).toEqual([]);
  });
});
