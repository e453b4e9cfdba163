import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Abi, encodeAbiParameters, encodeFunctionData, parseAbi, parseAbiItem, toFunctionSelector } from 'viem';
import { createCallDecoder } from '../../../src/adapters/abi/viem-call-decoder.js';
import { callTreeOf, MOST_CARRIED } from '../../../src/check/decode/call-tree.js';
import { KNOWN_FUNCTIONS } from '../../../src/check/decode/known-functions.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { address } from '../../support/build-transaction.js';
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
    fc.assert(
      fc.property(fc.constantFrom(...selectors), fc.uint8Array({ maxLength: 600 }), (selector, bytes) => {
        const { flat } = callTreeOf(
          { from: ME, to: TO, input: `${selector}${Buffer.from(bytes).toString('hex')}`, valueWei: 0n, operation: 'call' },
          decoder,
        );
        expect(flat.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
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
});

describe('the table of known functions', () => {
  const file = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data/selectors/selectors.json');

  it('names selectors as the field does', () => {
    if (!existsSync(file)) {
      console.warn(`NOT TESTED: ${file} is absent; set TOCSIN_SHARED_DIR.`);
      return;
    }
    const known: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const text = JSON.stringify(known);
    const signatures = ABI.flatMap((item) => (item.type === 'function' ? [[toFunctionSelector(item), item.name] as const] : []));
    const found = signatures.filter(([selector]) => text.includes(selector));
    expect(found.length).toBeGreaterThan(40);
    const wrong = found.filter(([selector, name]) => !new RegExp(`${selector}[^}\\]]{0,200}${name}\\b`).test(text));
    expect(wrong).toEqual([]);
  });
});
