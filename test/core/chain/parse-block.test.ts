import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TRACE_SOURCES } from '../../../src/core/chain/block.js';
import { isMalformed } from '../../../src/core/chain/malformed.js';
import { parseBlock } from '../../../src/core/chain/parse-block.js';
import { hashAt } from '../../support/analysed-block.js';
import { holds } from '../../support/property.js';

const ADDRESS = `0x${'12'.repeat(20)}`;

/** A block with one transaction, its receipt and trace, as a node gives it. */
function whole() {
  const tx = {
    hash: hashAt(1),
    type: '0x2',
    from: ADDRESS,
    to: ADDRESS,
    nonce: '0x1',
    value: '0x5',
    gas: '0x5208',
    input: '0x',
    chainId: '0x1',
    v: '0x0',
    r: '0x1',
    s: '0x2',
    accessList: [{ address: ADDRESS, storageKeys: [hashAt(3)] }],
  };
  const log = { address: ADDRESS, topics: [hashAt(4)], data: '0x' };
  const frame = {
    type: 'CALL',
    from: ADDRESS,
    to: ADDRESS,
    value: '0x5',
    gas: '0x5208',
    gasUsed: '0x5208',
    input: '0x',
    calls: [{ type: 'STATICCALL', from: ADDRESS, to: ADDRESS, gas: '0x1', gasUsed: '0x1', input: '0x' }],
  };
  return {
    block: {
      number: '0x10',
      hash: hashAt(2),
      parentHash: hashAt(9),
      timestamp: '0x6553f100',
      gasUsed: '0x5208',
      logsBloom: `0x${'00'.repeat(256)}`,
      transactions: [tx],
    } as Record<string, unknown>,
    receipts: [{ transactionHash: hashAt(1), status: '0x1', cumulativeGasUsed: '0x5208', gasUsed: '0x5208', logs: [log] }] as unknown,
    traces: [{ txHash: hashAt(1), result: frame }] as unknown,
  };
}

/** Paths to every value inside, so that any of them may be replaced. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === String(key) ? replaced(item, rest, by) : item));
  return { ...Object(value), [key]: replaced(Reflect.get(Object(value), key), rest, by) };
}

function outcome(
  raw: { block: unknown; receipts: unknown; traces: unknown },
  traceSource: (typeof TRACE_SOURCES)[number] = 'recorded',
): string {
  try {
    parseBlock(1, { ...raw, traceSource }, null);
    return 'parsed';
  } catch (error) {
    if (isMalformed(error)) return `malformed at ${error.path}`;
    throw error;
  }
}

describe('parsing a block', () => {
  it('takes a whole one', () => {
    const { block, missingHeaderFields } = parseBlock(1, { ...whole(), traceSource: 'recorded' }, null);
    expect([block.number, block.transactions[0]?.frames?.length, block.partialReasons]).toEqual([16, 2, []]);
    expect(missingHeaderFields).toContain('stateRoot');
  });

  it('refuses what is malformed with the path of the field, and never fails otherwise, whatever a node sends', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>(
        null,
        undefined,
        '0x',
        '0x0',
        `0x${'ff'.repeat(33)}`,
        '0xzz',
        -1,
        1.5,
        [],
        {},
        [null],
        [[]],
        'null',
        `0x${'f'.repeat(64)}`,
      ),
    );
    const paths = pathsOf(whole());
    holds(
      'malformed blocks',
      fc.property(fc.constantFrom(...paths), anything, fc.constantFrom(...TRACE_SOURCES), (path, by, traceSource) => {
        const raw = replaced(whole(), path, by);
        outcome(
          {
            block: Reflect.get(Object(raw), 'block'),
            receipts: Reflect.get(Object(raw), 'receipts'),
            traces: Reflect.get(Object(raw), 'traces'),
          },
          traceSource,
        );
      }),
      3_000,
    );
  });

  it.each([
    ['block', null, 'block'],
    ['block.hash', '0x12', 'block.hash'],
    ['block.timestamp', '0x100000000', 'block.timestamp'],
    ['block.transactions.0.value', '5', 'block.transactions[0].value'],
    ['block.transactions.0.from', '0x12', 'block.transactions[0].from'],
    ['receipts.0.status', '0x2', 'receipts[0].status'],
    ['receipts.0.logs.0.topics.0', '0x', 'receipts[0].logs[0].topics[0]'],
    ['receipts.0.logs.0.data', '0x1', 'receipts[0].logs[0].data'],
    ['receipts', [], 'receipts'],
  ])('names %s where it is %j', (path, by, expected) => {
    const raw = replaced(whole(), path.split('.'), by);
    expect(outcome(raw as ReturnType<typeof whole>)).toBe(`malformed at ${expected}`);
  });

  it('takes the last second that stores can hold, and nothing later', () => {
    const at = (timestamp: number) => outcome({ ...whole(), block: { ...whole().block, timestamp: `0x${timestamp.toString(16)}` } });
    expect(at(2 ** 32 - 1)).toBe('parsed');
    expect(at(2 ** 32)).toBe('malformed at block.timestamp');
    expect(at(1_700_000_000_000)).toBe('malformed at block.timestamp');
  });
});
