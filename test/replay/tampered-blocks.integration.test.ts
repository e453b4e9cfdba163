import { describe, expect, it } from '@jest/globals';
import { isObject, type JsonObject } from '../../src/core/chain/quantity.js';
import { hasRecordedBlocks, loadRecording, readRecording, TIERS } from '../support/recorded.js';

/** A block of tier A with transfers, refunds and reverts, all of whose commitments hold. */
const NUMBER = 12_300_570;

type Change = (recording: Recording) => void;

interface Recording {
  readonly block: Record<string, unknown>;
  readonly transactions: Record<string, unknown>[];
  readonly receipts: Record<string, unknown>[];
  readonly traces: unknown[];
}

function objectsIn(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter((item): item is Record<string, unknown> => isObject(item)) : [];
}

function opened(recording: JsonObject): Recording {
  const block = isObject(recording['block']) ? { ...recording['block'] } : {};
  return {
    block,
    transactions: objectsIn(block['transactions']),
    receipts: objectsIn(recording['receipts']),
    traces: Array.isArray(recording['traces']) ? recording['traces'] : [],
  };
}

async function loadChanged(change: Change) {
  const recording = opened(readRecording(TIERS.A, NUMBER));
  change(recording);
  const { block, transactions, receipts, traces } = recording;
  return loadRecording(NUMBER, { block: { ...block, transactions }, receipts, traces });
}

function logOf({ receipts }: Recording): Record<string, unknown> {
  const log = receipts
    .flatMap((receipt) => objectsIn(receipt['logs']))
    .find(({ data, topics }) => data !== '0x' && Array.isArray(topics) && topics.length > 2);
  if (log === undefined) throw new Error('the recording has no log with data and topics');
  return log;
}

const plusOne = (quantity: unknown) => `0x${(BigInt(String(quantity)) + 1n).toString(16)}`;
const flipLast = (hex: unknown) => String(hex).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));

function bump(object: Record<string, unknown> | undefined, field: string, change: (value: unknown) => unknown): void {
  if (object === undefined || object[field] === undefined) throw new Error(`there is no ${field} to change`);
  object[field] = change(object[field]);
}

const HEADER_FIELDS = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'mixHash', 'nonce', 'extraData'].map((field) => [field, flipLast] as const),
  ...['difficulty', 'gasLimit', 'gasUsed', 'timestamp'].map((field) => [field, plusOne] as const),
];

const TAMPERED: readonly (readonly [string, Change, string])[] = [
  ['the amount of a transaction', ({ transactions }) => bump(transactions[3], 'value', plusOne), 'mismatch-transactionsRoot'],
  ['the target of a transaction', ({ transactions }) => bump(transactions[3], 'to', flipLast), 'mismatch-transactionsRoot'],
  ['the nonce of a transaction', ({ transactions }) => bump(transactions[3], 'nonce', plusOne), 'mismatch-transactionsRoot'],
  [
    'the calldata of a transaction',
    ({ transactions }) => bump(transactions[3], 'input', (input) => `${input}00`),
    'mismatch-transactionsRoot',
  ],
  ['the signature of a transaction', ({ transactions }) => bump(transactions[3], 's', plusOne), 'mismatch-transactionsRoot'],
  ['the data of a log', (recording) => bump(logOf(recording), 'data', flipLast), 'mismatch-receiptsRoot'],
  ['the address of a log', (recording) => bump(logOf(recording), 'address', flipLast), 'mismatch-receiptsRoot'],
  [
    'a topic of a log',
    (recording) =>
      bump(logOf(recording), 'topics', (topics) =>
        Array.isArray(topics) ? topics.map((topic, i) => (i === 2 ? flipLast(topic) : topic)) : topics,
      ),
    'mismatch-receiptsRoot',
  ],
  [
    'the status of a receipt',
    ({ receipts }) => bump(receipts[3], 'status', (status) => (status === '0x1' ? '0x0' : '0x1')),
    'mismatch-receiptsRoot',
  ],
  ['the gas of a receipt', ({ receipts }) => bump(receipts[3], 'cumulativeGasUsed', plusOne), 'mismatch-receiptsRoot'],
  [
    'the logs of a receipt, which are gone',
    ({ receipts }) =>
      bump(
        receipts.find(({ logs }) => objectsIn(logs).length > 0),
        'logs',
        () => [],
      ),
    'mismatch-receiptsRoot',
  ],
  ['the bloom of the header', ({ block }) => bump(block, 'logsBloom', flipLast), 'mismatch-headerHash'],
  ['the transactionsRoot of the header', ({ block }) => bump(block, 'transactionsRoot', flipLast), 'mismatch-headerHash'],
  ['the receiptsRoot of the header', ({ block }) => bump(block, 'receiptsRoot', flipLast), 'mismatch-headerHash'],
  ['the hash', ({ block }) => bump(block, 'hash', flipLast), 'mismatch-headerHash'],
  ...HEADER_FIELDS.map(
    ([field, change]) => [`${field} of the header`, ({ block }: Recording) => bump(block, field, change), 'mismatch-headerHash'] as const,
  ),
  ['a missing receipt', ({ receipts }) => void receipts.pop(), 'malformed'],
  [
    'a missing transaction with its receipt',
    ({ receipts, transactions, traces }) => void [receipts.pop(), transactions.pop(), traces.pop()],
    'mismatch-transactionsRoot',
  ],
  ['two receipts in each other’s place', ({ receipts }) => void receipts.push(...receipts.splice(0, 1)), 'malformed'],
  ['a receipt of another transaction', ({ receipts }) => bump(receipts[0], 'transactionHash', flipLast), 'malformed'],
  ['a quantity that is none', ({ transactions }) => bump(transactions[0], 'value', () => 'a lot'), 'malformed'],
  ['a time in milliseconds', ({ block }) => bump(block, 'timestamp', (time) => `0x${(Number(time) * 1_000).toString(16)}`), 'malformed'],
  ['another number', ({ block }) => bump(block, 'number', plusOne), 'wrong-number'],
];

if (!hasRecordedBlocks()) {
  it('needs the recorded blocks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('a recorded block that was tampered with', () => {
    it('is complete as long as nothing was', async () => {
      const loaded = await loadChanged(() => undefined);
      expect(loaded.kind === 'block' && loaded.block.partialReasons).toEqual([]);
    });

    it.each(TAMPERED)('is found by %s', async (_, change, reason) => {
      expect(await loadChanged(change)).toMatchObject({ kind: 'bad', reason });
    });

    it.each(['parentHash', 'stateRoot', 'receiptsRoot', 'transactionsRoot', 'logsBloom', 'gasUsed'])(
      'is never complete without its %s',
      async (field) => {
        const loaded = await loadChanged(({ block }) => void delete block[field]);
        expect(loaded.kind === 'block' && loaded.block.partialReasons.length).toBeGreaterThan(0);
      },
    );

    it('is never complete without its receipts, its logs or its traces', async () => {
      const whole = readRecording(TIERS.A, NUMBER);
      for (const [part, reason] of [
        ['receipts', 'no-receipts'],
        ['traces', 'no-traces'],
      ] as const) {
        const loaded = await loadRecording(NUMBER, { ...whole, [part]: null });
        expect(loaded.kind === 'block' && loaded.block.partialReasons).toContain(reason);
      }
      const noLogs = await loadChanged(({ receipts }) => receipts.forEach((receipt) => void delete receipt['logs']));
      expect(noLogs.kind === 'block' && noLogs.block.partialReasons).toContain('no-logs');
    });

    it.each([
      ['cut off', (text: string) => text.slice(0, text.length >> 1)],
      ['empty', () => ''],
      ['a list', () => '[]'],
      ['null', () => 'null'],
    ] as const)('is bad where the file is %s', async (_, change) => {
      const text = change(JSON.stringify(readRecording(TIERS.A, NUMBER)));
      expect(await loadRecording(NUMBER, text)).toMatchObject({ kind: 'bad', reason: 'malformed' });
    });
  });
}
