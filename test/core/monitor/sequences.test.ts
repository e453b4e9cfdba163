import { describe, expect, it } from '@jest/globals';
import type { Monitor } from '../../../src/core/monitor/monitor.js';
import {
  ATTACKER,
  address,
  approvalLog,
  buildTransaction,
  TOKEN,
  transferLog,
  UNLIMITED,
  VICTIM,
} from '../../support/build-transaction.js';
import { buildFinding, buildMonitor, buildWatchedBlock, compiled, watch } from '../../support/monitors.js';

const ETHER = 10n ** 18n;
const paid = buildTransaction({ from: ATTACKER, to: VICTIM, valueWei: 5n * ETHER, nonce: 7 });
const moved = buildTransaction({
  from: ATTACKER,
  to: TOKEN,
  logs: [transferLog(TOKEN, VICTIM, ATTACKER, 2_500_000n), approvalLog(TOKEN, VICTIM, ATTACKER, UNLIMITED)],
});

describe('a sequence', () => {
  const approved = buildMonitor({ id: 'approved', on: 'event', muted: true, channels: [], when: 'event.name == "Approval"' });
  const drained = buildMonitor({ id: 'drained', when: 'tx.value > 0', sequence: [{ monitorId: 'approved', seconds: 100, by: 'tx.from' }] });
  const at = (timestamp: number, ...transactions: readonly (typeof paid)[]) =>
    buildWatchedBlock({ number: timestamp, timestamp, transactions });
  const ids = (seen: ReturnType<typeof watch>) => seen.map((matches) => matches.map(({ compiled: { monitor } }) => monitor.id));

  it('holds when the other one matched before, about the same entity, within the time', () => {
    const stranger = buildTransaction({ from: VICTIM, valueWei: 1n });
    expect(
      ids(watch(compiled(drained, approved), at(1_000, paid), at(1_010, moved), at(1_050, stranger), at(1_060, paid), at(1_200, paid))),
    ).toEqual([[], ['approved'], [], ['drained'], []]);
  });

  it('keeps its order', () => {
    const first = buildMonitor({ id: 'first', muted: true, channels: [], when: 'tx.nonce == 1' });
    const second = buildMonitor({ id: 'second', muted: true, channels: [], when: 'tx.nonce == 2' });
    const last = buildMonitor({
      id: 'last',
      when: 'tx.nonce == 3',
      sequence: [
        { monitorId: 'first', seconds: 100, by: 'tx.from' },
        { monitorId: 'second', seconds: 100, by: 'tx.from' },
      ],
    });
    const nonce = (value: number) => buildTransaction({ nonce: value });
    const all = compiled(last, second, first);
    expect(ids(watch(all, at(1, nonce(1)), at(2, nonce(2)), at(3, nonce(3))))[2]).toEqual(['last']);
    expect(ids(watch(all, at(1, nonce(2)), at(2, nonce(1)), at(3, nonce(3))))[2]).toEqual([]);
  });
});

describe('a sequence within one block', () => {
  const ROUTER = address('router');
  const calls = { on: 'call', when: `call.to == addr("${ROUTER}")` } as const;
  const moves = { on: 'event', when: 'event.name == "Transfer"' } as const;
  const pays = { on: 'transfer', when: 'transfer.standard == "native" && transfer.amount > 0' } as const;
  const sends = { on: 'transaction', when: 'tx.nonce == 7' } as const;
  const found = { on: 'finding', when: 'finding.rank > 3' } as const;
  const mined = { on: 'block', when: 'block.number > 0' } as const;
  const routed = buildTransaction({ nonce: 7, trace: { to: ROUTER }, logs: [transferLog(TOKEN, VICTIM, ATTACKER, 5n)] });
  const late = buildTransaction({
    nonce: 7,
    trace: { to: TOKEN, calls: [{ to: TOKEN }, { to: ROUTER, valueWei: 1n }] },
    logs: [transferLog(TOKEN, VICTIM, ATTACKER, 5n), approvalLog(ROUTER, VICTIM, ATTACKER, 5n)],
  });
  const whole = buildWatchedBlock({ transactions: [routed] }).transactions[0]?.hash ?? null;
  const drained = buildFinding({ transactionHash: whole, transactionIndex: 0 });
  const AT_ONCE = 'string(block.number)';

  /** Whether the last of some monitors, each waiting for the one before, matches in a block of these transactions. */
  function follows(chain: readonly Partial<Monitor>[], transactions: readonly (typeof routed)[]): boolean {
    const monitors = chain.map((change, i) => {
      const sequence = i === 0 ? [] : [{ monitorId: `m${i - 1}`, seconds: 60, by: AT_ONCE }];
      return buildMonitor({ ...change, id: `m${i}`, sequence });
    });
    const [matches = []] = watch(compiled(...monitors), buildWatchedBlock({ transactions, findings: [drained] }));
    expect(matches.filter(({ kind }) => kind === 'error')).toEqual([]);
    return matches.some(({ compiled: { monitor } }) => monitor.id === `m${chain.length - 1}`);
  }

  it.each([
    ['an event in a call', [calls, moves], [routed], true],
    ['a call around an event', [moves, calls], [routed], false],
    ['a call after an event', [moves, calls], [late], true],
    ['an event before a call', [calls, moves], [late], false],
    ['what a call pays', [calls, pays], [late], true],
    ['the call that pays', [pays, calls], [late], true],
    ['what an event comes before', [moves, pays], [late], true],
    ['what a transaction is known by at its end', [moves, sends], [routed], true],
    ['what is in a transaction', [sends, moves], [routed], true],
    ['a finding of a transaction', [moves, found], [routed], true],
    ['a transaction with a finding', [found, sends], [routed], true],
    ['a block after what is in it', [moves, mined], [routed], true],
    ['a block after its transactions', [sends, mined], [routed], true],
    ['three in order', [moves, calls, pays], [late], true],
    ['three in another order', [calls, moves, pays], [late], false],
    ['three over two transactions', [calls, moves, sends], [late, routed], true],
    ['the next transaction', [calls, moves], [late, routed], true],
  ] as readonly (readonly [string, readonly Partial<Monitor>[], readonly (typeof routed)[], boolean])[])(
    'is told by the order of the chain: %s',
    (_name, chain, transactions, isMatch) => {
      expect(follows(chain, transactions)).toBe(isMatch);
    },
  );

  it('is told by it also where one waits for two', () => {
    const waits = (first: string, second: string) =>
      buildMonitor({
        ...mined,
        id: 'waits',
        sequence: [first, second].map((monitorId) => ({ monitorId, seconds: 60, by: AT_ONCE })),
      });
    const steps = [buildMonitor({ ...calls, id: 'calls' }), buildMonitor({ ...moves, id: 'moves' })];
    const matched = (last: Monitor) =>
      watch(compiled(...steps, last), buildWatchedBlock({ transactions: [late] }))[0]?.some(
        ({ compiled: { monitor } }) => monitor === last,
      );
    expect(matched(waits('moves', 'calls'))).toBe(true);
    expect(matched(waits('calls', 'moves'))).toBe(false);
  });
});

describe('what a sequence asks of the monitor that it waits for', () => {
  const known = ['event Transfer(address indexed from, address indexed to, uint256 value)'];
  const first = buildMonitor({ id: 'first', on: 'event', abi: known, addresses: [TOKEN], when: 'event.index >= 0' });
  const last = buildMonitor({
    id: 'last',
    on: 'event',
    abi: known,
    when: 'event.name == "Transfer" && event.args.value > 10',
    sequence: [{ monitorId: 'first', seconds: 100, by: 'event.args.from' }],
  });
  const at = (number: number) =>
    buildWatchedBlock({
      number,
      timestamp: number,
      transactions: [buildTransaction({ logs: [approvalLog(TOKEN, VICTIM, ATTACKER, 1n)] })],
    });

  it('takes nothing from that one where it cannot be told, and the owner of the sequence hears of it', () => {
    const seen = watch(compiled(first, last), at(1), at(2), at(4_000));
    const told = seen.map((matches) => matches.map(({ compiled: { monitor }, kind, message }) => [monitor.id, kind, message]));
    const match = ['first', 'match', null];
    const error = ['last', 'error', 'first matched, and what it was about cannot be told by event.args.from: No such key: from'];
    expect(told).toEqual([[match, error], [match], [match, error]]);
  });

  it('is remembered also while that one is silent', () => {
    const silent = buildMonitor({ ...first, when: 'event.name == "Transfer"', cooldownS: 1_000 });
    const moves = (number: number, amount: bigint) =>
      buildWatchedBlock({
        number,
        timestamp: number,
        transactions: [buildTransaction({ logs: [transferLog(TOKEN, VICTIM, ATTACKER, amount)] })],
      });
    const seen = watch(compiled(silent, last), moves(1, 1n), moves(200, 1n), moves(250, 11n));
    expect(seen.map((matches) => matches.map(({ compiled: { monitor } }) => monitor.id))).toEqual([['first'], [], ['last']]);
  });
});
