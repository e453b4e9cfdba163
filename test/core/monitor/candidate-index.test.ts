import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompiledMonitor } from '../../../src/core/monitor/compiled-monitor.js';
import type { Monitor } from '../../../src/core/monitor/monitor.js';
import { ATTACKER, address, approvalLog, buildTransaction, TOKEN, transferLog, VICTIM } from '../../support/build-transaction.js';
import { buildMonitor, buildWatchedBlock, compiled, watch } from '../../support/monitors.js';
import { holds } from '../../support/property.js';

const PLACES = [VICTIM, ATTACKER, TOKEN, address('pool')] as const;
const place = fc.constantFrom(...PLACES);
const addressLiteral = place.map((one) => `addr("${one}")`);
const amount = fc.bigInt(0n, 9n).map(String);
const joined = (part: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(part, fc.constantFrom('&&', '||')), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([text, sign], i) => `${i === 0 ? '' : ` ${sign} `}(${text})`).join(''));
/** Conditions that contradict each other are refused, which is tested elsewhere. */
const written: fc.Arbitrary<Partial<Monitor>> = fc.oneof(
  fc.record({
    on: fc.constant('transaction' as const),
    when: joined(
      fc.oneof(
        addressLiteral.map((at) => `tx.to == ${at}`),
        addressLiteral.map((at) => `tx.from != ${at}`),
        amount.map((line) => `tx.value > ${line}`),
        fc.constant('tx.nonce >= 0'),
      ),
    ),
  }),
  fc.record({
    on: fc.constant('event' as const),
    when: joined(
      fc.oneof(
        addressLiteral.map((at) => `event.address == ${at}`),
        fc.constantFrom(
          'event.name == "Transfer"',
          'event.name in ["Approval", "Paused"]',
          '!(event.name == "Transfer")',
          'event.index < 3',
        ),
      ),
    ),
  }),
  fc.record({
    on: fc.constant('call' as const),
    when: joined(
      fc.oneof(
        addressLiteral.map((at) => `call.to == ${at}`),
        fc.constantFrom('call.name == "transfer"', 'call.selector == "0xa9059cbb"', 'call.depth == 1'),
        amount.map((line) => `call.value >= ${line}`),
      ),
    ),
  }),
  fc.record({
    on: fc.constant('transfer' as const),
    when: joined(
      fc.oneof(
        addressLiteral.map((at) => `transfer.token == ${at}`),
        addressLiteral.map((at) => `transfer.to in [${at}]`),
        amount.map((line) => `transfer.amount > ${line}`),
        amount.map((line) => `${line} <= transfer.amount`),
      ),
    ),
  }),
);
const watching = fc.record({ change: written, addresses: fc.subarray([...PLACES], { maxLength: 2 }) });

const transactions = fc.array(
  fc.record({
    from: place,
    to: place,
    valueWei: fc.bigInt(0n, 9n),
    logs: fc.array(
      fc.oneof(
        fc.tuple(place, place, place, fc.bigInt(0n, 9n)).map(([a, b, c, d]) => transferLog(a, b, c, d)),
        fc.tuple(place, place, place, fc.bigInt(0n, 9n)).map(([a, b, c, d]) => approvalLog(a, b, c, d)),
      ),
      { maxLength: 4 },
    ),
    inner: place,
    isTransfer: fc.boolean(),
    moved: fc.bigInt(0n, 9n),
  }),
  { minLength: 1, maxLength: 4 },
);

function compiledOrNone(monitor: Monitor): readonly CompiledMonitor[] {
  try {
    return compiled(monitor);
  } catch {
    return [];
  }
}

const ANY = { addresses: null, topics: null, above: null } as const;

describe('the index', () => {
  it('finds every monitor that matches, as if each had been asked', () => {
    let matched = 0;
    holds(
      'candidate index',
      fc.property(fc.array(watching, { minLength: 1, maxLength: 6 }), transactions, (all, made) => {
        const monitors = all.flatMap(({ change, addresses }, i) => compiledOrNone(buildMonitor({ ...change, id: `m-${i}`, addresses })));
        const block = buildWatchedBlock({
          transactions: made.map(({ inner, isTransfer, moved, to, ...parts }) =>
            buildTransaction({
              ...parts,
              trace: {
                to,
                valueWei: parts.valueWei,
                calls: [{ to: inner, valueWei: moved, selector: isTransfer ? `0xa9059cbb${'0'.repeat(128)}` : '0x12345678' }],
              },
            }),
          ),
        });
        const seen = ([matches = []]: ReturnType<typeof watch>) =>
          matches.map(({ compiled: { monitor }, row, place: at }) => `${monitor.id}:${row}:${at}`).sort();
        const indexed = seen(watch(monitors, block));
        expect(indexed).toEqual(
          seen(
            watch(
              monitors.map((one) => ({ ...one, filter: ANY })),
              block,
            ),
          ),
        );
        matched += indexed.length;
      }),
    );
    expect(matched).toBeGreaterThan(200);
  });
});
