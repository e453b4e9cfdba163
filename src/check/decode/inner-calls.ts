import type { Address, Hex } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import type { Json } from '../../core/detect/finding.js';
import type { CallDecoder, DecodedCall } from '../../ports/call-decoder.js';
import { argumentAt, asAddress, asAmount, asBytes, asFields, asList } from './arguments.js';
import type { CallNode, CarriedCall } from './call-tree.js';
import { routerSteps } from './router-steps.js';

type Node = Pick<CallNode, 'from' | 'to' | 'operation' | 'valueWei'>;
type Carries = (node: Node, call: DecodedCall, decoder: CallDecoder) => readonly CarriedCall[];

const USER_OP_V6 = 'handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address)';
const USER_OP_V7 = 'handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)';

/** ERC-7821's mode for batches of batches. */
const BATCH_OF_BATCHES = '0x01000000000078210002';

/** By signature: what a function's arguments make the callee call. */
const CARRIERS: Readonly<Record<string, Carries>> = {
  'multicall(bytes[])': (node, call) => toItself(node, argumentAt(call, 0)),
  'multicall(uint256,bytes[])': (node, call) => toItself(node, argumentAt(call, 1)),
  'multicall(bytes32,bytes[])': (node, call) => toItself(node, argumentAt(call, 1)),
  'batch(bytes[],bool)': (node, call) => toItself(node, argumentAt(call, 0)),
  'aggregate((address,bytes)[])': (node, call) => listed(node, argumentAt(call, 0)),
  'tryAggregate(bool,(address,bytes)[])': (node, call) => listed(node, argumentAt(call, 1)),
  'aggregate3((address,bool,bytes)[])': (node, call) => listed(node, argumentAt(call, 0)),
  'aggregate3Value((address,bool,uint256,bytes)[])': (node, call) => listed(node, argumentAt(call, 0)),
  'blockAndAggregate((address,bytes)[])': (node, call) => listed(node, argumentAt(call, 0)),
  'tryBlockAndAggregate(bool,(address,bytes)[])': (node, call) => listed(node, argumentAt(call, 1)),
  'multiSend(bytes)': (node, call) => packedSafeCalls(node, asBytes(argumentAt(call, 0)) ?? '0x'),
  'execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)': withOperation,
  'execTransactionFromModule(address,uint256,bytes,uint8)': withOperation,
  'execute(address,uint256,bytes,uint8)': withOperation,
  'executeUserOp(address,uint256,bytes,uint8)': withOperation,
  'execute(address,uint256,bytes)': plain,
  'execute(address,uint256,bytes,bytes32,bytes32)': plain,
  'schedule(address,uint256,bytes,bytes32,bytes32,uint256)': plain,
  'execute(address,bytes)': (node, call) => one(node, argumentAt(call, 0), '0', argumentAt(call, 1), 'delegatecall'),
  'executeBatch(address[],bytes[])': (node, call) => columns(node, argumentAt(call, 0), [], argumentAt(call, 1)),
  'executeBatch(address[],uint256[],bytes[])': (node, call) => columns(node, argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2)),
  'executeBatch(address[],uint256[],bytes[],bytes32,bytes32)': (node, call) =>
    columns(node, argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2)),
  'scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)': (node, call) =>
    columns(node, argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2)),
  'propose(address[],uint256[],bytes[],string)': (node, call) =>
    columns(node, argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2)),
  'executeBatch((address,uint256,bytes)[])': (node, call) => listed(node, argumentAt(call, 0)),
  'execute((address,uint256,bytes)[])': (node, call) => orSelf(listed(node, argumentAt(call, 0))),
  'execute(bytes32,bytes)': modular,
  'executeFromExecutor(bytes32,bytes)': modular,
  'execute((address,address,uint256,uint256,uint256,bytes),bytes)': (node, call) => forwarded(node, argumentAt(call, 0)),
  'execute((address,address,uint256,uint256,uint48,bytes,bytes))': (node, call) => forwarded(node, argumentAt(call, 0)),
  'executeBatch((address,address,uint256,uint256,uint48,bytes,bytes)[],address)': (node, call) =>
    asList(argumentAt(call, 0)).flatMap((each) => forwarded(node, each)),
  [USER_OP_V6]: operations,
  [USER_OP_V7]: operations,
  'upgradeToAndCall(address,bytes)': (node, call) =>
    asBytes(argumentAt(call, 1)) === '0x' ? [] : one(node, argumentAt(call, 0), '0', argumentAt(call, 1), 'delegatecall'),
  'execute(bytes,bytes[],uint256)': routed,
  'execute(bytes,bytes[])': routed,
};

/** The calls that a call carries, one level deep. */
export function innerCallsOf(node: Node, call: DecodedCall, decoder: CallDecoder): readonly CarriedCall[] {
  const carries = Object.hasOwn(CARRIERS, call.signature) ? CARRIERS[call.signature] : undefined;
  return carries === undefined ? [] : carries(node, call, decoder);
}

/** Who acts where a node calls on: the callee, or the caller whose code is borrowed. */
function actorOf({ from, to, operation }: Node): Address {
  return operation === 'delegatecall' || to === null ? from : to;
}

function one(node: Node, to: Json, value: Json, data: Json, operation: CarriedCall['operation'] = 'call'): readonly CarriedCall[] {
  const target = asAddress(to);
  if (target === null) return [];
  return [{ from: actorOf(node), to: target, input: asBytes(data) ?? '0x', valueWei: asAmount(value), operation }];
}

/** ERC-2771: the call is made in the name of whoever signed the request. */
function forwarded(node: Node, request: Json): readonly CarriedCall[] {
  const { from, to, value = '0', data } = asFields(request);
  return one({ ...node, operation: 'call', to: asAddress(from) ?? node.from }, to ?? null, value, data ?? null);
}

function plain(node: Node, call: DecodedCall): readonly CarriedCall[] {
  return one(node, argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2));
}

function withOperation(node: Node, call: DecodedCall): readonly CarriedCall[] {
  const operation = asAmount(argumentAt(call, 3)) === 1n ? 'delegatecall' : 'call';
  return one(node, argumentAt(call, 0), argumentAt(call, 1), argumentAt(call, 2), operation);
}

/** The callee calls itself with the sender's right: as if each had been sent alone. */
function toItself({ from, to, operation }: Node, datas: Json): readonly CarriedCall[] {
  return asList(datas).flatMap((data): CarriedCall[] => {
    const input = asBytes(data);
    return input === null || to === null ? [] : [{ from, to, input, valueWei: 0n, operation }];
  });
}

/** Structs with a target, maybe a value, and data under one of their usual names. */
function listed(node: Node, calls: Json): readonly CarriedCall[] {
  return asList(calls).flatMap((each) => {
    const { target, value = '0', data, callData } = asFields(each);
    return one(node, target ?? null, value, data ?? callData ?? null);
  });
}

function columns(node: Node, targets: Json, values: Json, datas: Json): readonly CarriedCall[] {
  const [amounts, inputs] = [asList(values), asList(datas)];
  return asList(targets).flatMap((target, i) => one(node, target, amounts[i] ?? '0', inputs[i] ?? null));
}

/** Safe's MultiSend: operation (1 byte), to (20), value (32), length (32), data, one after the other. */
function packedSafeCalls(node: Node, packed: Hex): readonly CarriedCall[] {
  const calls: CarriedCall[] = [];
  let at = 2;
  while (at + 170 <= packed.length) {
    const to: Address = `0x${packed.slice(at + 2, at + 42)}`;
    const length = Number(BigInt(`0x${packed.slice(at + 106, at + 170)}`)) * 2;
    const end = at + 170 + length;
    if (!Number.isSafeInteger(length) || end > packed.length) break;
    const operation = packed.slice(at, at + 2) === '01' ? 'delegatecall' : 'call';
    const valueWei = BigInt(`0x${packed.slice(at + 42, at + 106)}`);
    calls.push({ from: actorOf(node), to, input: `0x${packed.slice(at + 170, end)}`, valueWei, operation });
    at = end;
  }
  return calls;
}

/** ERC-7579: the mode's first byte says whether the data is one packed call (00), an encoded batch (01) or a delegated one (ff). */
function modular(node: Node, call: DecodedCall, decoder: CallDecoder): readonly CarriedCall[] {
  const whole = asBytes(argumentAt(call, 0)) ?? '0x';
  const mode = whole.slice(2, 4);
  const data = asBytes(argumentAt(call, 1)) ?? '0x';
  if (whole.startsWith(BATCH_OF_BATCHES)) {
    const batches = decoder.parameters('function batches(bytes[] batches)', data);
    return batches === null ? [] : asList(argumentAt(batches, 0)).flatMap((each) => batched(node, asBytes(each) ?? '0x', decoder));
  }
  if (mode === '01') return batched(node, data, decoder);
  if (data.length < 42) return [];
  const to = `0x${data.slice(2, 42)}`;
  if (mode === 'ff') return one(node, to, '0', `0x${data.slice(42)}`, 'delegatecall');
  if (data.length < 106) return [];
  return one(node, to, BigInt(`0x${data.slice(42, 106)}`).toString(), `0x${data.slice(106)}`);
}

function batched(node: Node, data: Hex, decoder: CallDecoder): readonly CarriedCall[] {
  const batch = decoder.parameters('function batch((address target, uint256 value, bytes data)[] calls)', data);
  // ERC-7821 may put data for the account itself after the calls.
  const more = batch ?? decoder.parameters('function batch((address target, uint256 value, bytes data)[] calls, bytes opData)', data);
  return more === null ? [] : orSelf(listed(node, argumentAt(more, 0)));
}

/** ERC-7821: a call of nobody is one of the account itself. */
function orSelf(calls: readonly CarriedCall[]): readonly CarriedCall[] {
  return calls.map((each) => (each.to === NATIVE ? { ...each, to: each.from } : each));
}

/** Each operation is a call of the entry point to the account. */
function operations({ to }: Node, call: DecodedCall): readonly CarriedCall[] {
  return asList(argumentAt(call, 0)).flatMap((each): CarriedCall[] => {
    const { sender, callData } = asFields(each);
    const account = asAddress(sender);
    if (account === null || to === null) return [];
    return [{ from: to, to: account, input: asBytes(callData) ?? '0x', valueWei: 0n, operation: 'call' }];
  });
}

function routed({ from, to }: Node, call: DecodedCall, decoder: CallDecoder): readonly CarriedCall[] {
  if (to === null) return [];
  const inputs = asList(argumentAt(call, 1)).map((input) => asBytes(input) ?? '0x');
  return routerSteps(asBytes(argumentAt(call, 0)) ?? '0x', inputs, decoder).map((decoded) => ({
    from,
    to,
    input: '0x' as const,
    valueWei: 0n,
    operation: 'call' as const,
    decoded,
  }));
}
