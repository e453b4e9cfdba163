import type { Address, Log } from '../../core/chain/block.js';
import { TRANSFER } from '../../core/chain/decode-transfer.js';
import { NATIVE, type Transfer } from '../../core/chain/decoded.js';
import { MalformedInput } from '../../core/chain/malformed.js';
import { arrayAt, dataAt, isObject, type JsonObject, numberAt, objectAt, optional } from '../../core/chain/quantity.js';
import { addressOfTopic, uintAt } from '../../core/chain/words.js';
import { revertReasonOf } from './revert-reason.js';
import { parseSimulatedLog } from './trace-logs.js';

/** Where `traceTransfers` puts the movements of the native coin: as logs of an address that has no code. */
const NATIVE_LOGS: Address = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';

export interface V1Result {
  readonly status: 'succeeded' | 'reverted';
  readonly revertReason: string | null;
  readonly gasUsed: number;
  readonly logs: readonly Log[];
  readonly nativeTransfers: readonly Transfer[];
}

/** The calls in the last block of an `eth_simulateV1` answer: as many as were asked. Throws MalformedInput. */
export function parseSimulateV1(answer: unknown, asked: number): readonly V1Result[] {
  // A node may put empty blocks before ours, to fill the gap of numbers.
  const block = objectAt(arrayAt(answer, 'simulateV1').at(-1), 'simulateV1.block');
  const calls = arrayAt(block['calls'], 'simulateV1.calls');
  if (calls.length !== asked) throw new MalformedInput('simulateV1.calls', `expected ${asked} calls, got ${calls.length}`);
  return calls.map((call, i) => parseCall(objectAt(call, `simulateV1.calls[${i}]`)));
}

function parseCall(call: JsonObject): V1Result {
  const status = numberAt(call['status'], 'simulateV1.status');
  if (status !== 0 && status !== 1) throw new MalformedInput('simulateV1.status', `expected 0x0 or 0x1, got ${status}`);
  const all = arrayAt(call['logs'] ?? [], 'simulateV1.logs').map((log, i) => parseSimulatedLog(log, `simulateV1.logs[${i}]`, i));
  const error = isObject(call['error']) ? call['error'] : {};
  const message = error['message'];
  // geth leaves the return data of a revert empty and has it in the error; anvil the other way round.
  const returned = optional(call['returnData'], 'simulateV1.returnData', dataAt) ?? '0x';
  const output = returned === '0x' ? (optional(error['data'], 'simulateV1.error.data', dataAt) ?? '0x') : returned;
  const succeeded = status === 1;
  return {
    status: succeeded ? 'succeeded' : 'reverted',
    revertReason: succeeded ? null : (revertReasonOf(output) ?? (typeof message === 'string' ? message.slice(0, 300) : null)),
    gasUsed: numberAt(call['gasUsed'], 'simulateV1.gasUsed'),
    logs: all.filter(({ address }) => address !== NATIVE_LOGS).map((log, logIndex) => ({ ...log, logIndex })),
    nativeTransfers: all.flatMap(nativeTransferOf),
  };
}

function nativeTransferOf({ address, topics, data }: Log): readonly Transfer[] {
  const [event, from, to] = topics;
  if (address !== NATIVE_LOGS || event !== TRANSFER || from === undefined || to === undefined || data.length !== 66) return [];
  const parties = { from: addressOfTopic(from), to: addressOfTopic(to), amount: uintAt(data, 0) };
  return [{ standard: 'native', token: NATIVE, ...parties, tokenId: null, operator: null, logIndex: null, frameIndex: null }];
}
