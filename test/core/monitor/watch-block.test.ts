import { describe, expect, it } from '@jest/globals';
import type { Monitor } from '../../../src/core/monitor/monitor.js';
import { monitorSet } from '../../../src/core/monitor/monitor-set.js';
import { watchBlock } from '../../../src/core/monitor/watch-block.js';
import { WatchMemory } from '../../../src/core/monitor/watch-memory.js';
import {
  ATTACKER,
  address,
  approvalLog,
  buildTransaction,
  nftTransferLog,
  TOKEN,
  transferLog,
  UNLIMITED,
  VICTIM,
} from '../../support/build-transaction.js';
import { type BlockParts, buildFinding, buildMonitor, buildWatchedBlock, compiled, watch } from '../../support/monitors.js';

const ETHER = 10n ** 18n;

/** How often a monitor matches in a block. */
function matchesOf(change: Partial<Monitor>, block: BlockParts): number {
  const [matches = []] = watch(compiled(buildMonitor(change)), buildWatchedBlock(block));
  expect(matches.filter(({ kind }) => kind === 'error').map(({ message }) => message)).toEqual([]);
  return matches.length;
}

function errorOf(change: Partial<Monitor>, block: BlockParts): string | null {
  const [matches = []] = watch(compiled(buildMonitor(change)), buildWatchedBlock(block));
  return matches.find(({ kind }) => kind === 'error')?.message ?? null;
}

const paid = buildTransaction({ from: ATTACKER, to: VICTIM, valueWei: 5n * ETHER, nonce: 7 });
const moved = buildTransaction({
  from: ATTACKER,
  to: TOKEN,
  logs: [transferLog(TOKEN, VICTIM, ATTACKER, 2_500_000n), approvalLog(TOKEN, VICTIM, ATTACKER, UNLIMITED)],
});
const nested = buildTransaction({
  from: ATTACKER,
  trace: {
    to: address('router'),
    selector: '0x12345678',
    calls: [
      { to: TOKEN, selector: `0xa9059cbb${ATTACKER.slice(2).padStart(64, '0')}${900n.toString(16).padStart(64, '0')}`, failed: true },
      { to: address('pool'), valueWei: ETHER },
    ],
  },
});

type Case = readonly [name: string, change: Partial<Monitor>, block: BlockParts, matches: number];

const CASES: readonly Case[] = [
  ['a value above a line', { when: 'tx.value > amount("4.9", 18)' }, { transactions: [paid, moved] }, 1],
  ['a line that is not reached', { when: 'tx.value > amount("5", 18)' }, { transactions: [paid] }, 0],
  [
    'NOT, AND, OR and brackets',
    { when: `!(tx.creates || tx.value == 0) && (tx.nonce == 7 || tx.nonce == 8)` },
    { transactions: [paid, moved] },
    1,
  ],
  [
    'arithmetic beyond 64 bits',
    { when: 'tx.value * amount("1000000000000000000000000000000") / 5 == amount("1000000000000000000", 30)' },
    { transactions: [paid] },
    1,
  ],
  ['the largest of amounts below zero', { when: 'max([amount("-5"), amount("-3")]) == -3 && tx.nonce == 7' }, { transactions: [paid] }, 1],
  ['the largest of none', { when: 'max([]) == 0 && tx.nonce == 7' }, { transactions: [paid] }, 1],
  ['an address in any spelling', { when: `tx.from == addr("${ATTACKER.toUpperCase().replace('0X', '0x')}")` }, { transactions: [paid] }, 1],
  ['an address in a list', { when: `tx.to in [addr("${TOKEN}"), addr("${VICTIM}")]` }, { transactions: [paid, moved, nested] }, 2],
  [
    'an event by name and argument',
    { on: 'event', when: 'event.name == "Transfer" && event.args.value > amount("2", 6)' },
    { transactions: [moved] },
    1,
  ],
  [
    'an event by the monitor’s own ABI',
    {
      on: 'event',
      abi: ['event Approval(address indexed who, address indexed whom, uint256 many)'],
      when: 'event.args.many > amount("1", 70)',
    },
    { transactions: [moved] },
    1,
  ],
  ['events of another contract', { on: 'event', addresses: [VICTIM], when: 'event.name == "Transfer"' }, { transactions: [moved] }, 0],
  ['every event of a contract, known or not', { on: 'event', addresses: [TOKEN], when: 'event.index >= 0' }, { transactions: [moved] }, 2],
  [
    'the same event with other indexed fields',
    { on: 'event', when: 'event.name == "Transfer" && event.args.value > 0' },
    { transactions: [buildTransaction({ logs: [nftTransferLog(TOKEN, VICTIM, ATTACKER, 7n)] })] },
    0,
  ],
  [
    'an inner call by its argument',
    { on: 'call', when: 'call.name == "transfer" && call.args.value == 900' },
    { transactions: [nested] },
    1,
  ],
  ['only inner calls that succeed', { on: 'call', when: 'call.name == "transfer" && call.succeeded' }, { transactions: [nested] }, 0],
  ['inner calls with a value', { on: 'call', when: 'call.depth > 0 && call.value >= amount("1", 18)' }, { transactions: [nested] }, 1],
  ['a call where there is no trace', { on: 'call', addresses: [VICTIM], when: 'call.value > 0' }, { transactions: [paid] }, 1],
  [
    'a movement of a token',
    { on: 'transfer', addresses: [VICTIM], when: 'transfer.standard == "erc20" && transfer.amount > amount("1", 6)' },
    { transactions: [moved] },
    1,
  ],
  [
    'a movement in dollars',
    { on: 'transfer', when: 'transfer.priced && transfer.usd > 2.0' },
    { transactions: [moved], context: { priceUsd: 1, decimals: 6 } },
    1,
  ],
  [
    'events within a transaction',
    { when: 'tx.events.exists(e, e.name == "Approval" && e.args.value > amount("1", 70)) && tx.transfers.size() == 1' },
    { transactions: [moved, paid] },
    1,
  ],
  [
    'a sum over a list',
    { when: 'sum(tx.transfers.filter(t, t.standard == "erc20").map(t, t.amount)) == 2500000' },
    { transactions: [moved] },
    1,
  ],
  ['what an account loses', { when: `state.delta(addr("${VICTIM}"), addr("${TOKEN}")) < amount("-2", 6)` }, { transactions: [moved] }, 1],
  ['a score', { when: 'score.known && score.risk > 80.0' }, { transactions: [paid, moved], risks: [90, 10] }, 1],
  [
    'a feature',
    { when: '"value_log" in score.features || score.features.size() == 1' },
    { transactions: [paid], risks: [1], features: { one: 1 } },
    1,
  ],
  [
    'a label',
    { when: 'labels.has(tx.from, "exploiter") && !labels.of(tx.to).exists(l, l == "exchange")' },
    { transactions: [paid], context: { labels: { [ATTACKER]: 'exploiter' } } },
    1,
  ],
  [
    'findings of a transaction',
    { when: 'findings.exists(f, f.stage == "exploit" && f.rank >= 3)' },
    {
      transactions: [paid],
      findings: [buildFinding({ transactionHash: buildWatchedBlock({ transactions: [paid] }).transactions[0]?.hash ?? '0x' })],
    },
    1,
  ],
  [
    'a finding about a watched address',
    { on: 'finding', addresses: [ATTACKER], when: 'finding.detector == "flash-loan-profit"' },
    { findings: [buildFinding(), buildFinding({ detectorId: 'score-anomaly' })] },
    1,
  ],
  [
    'a block',
    { on: 'block', when: 'block.gasUsed * 10 > block.gasLimit * 4 && block.transactions == 2' },
    { transactions: [paid, moved] },
    1,
  ],
  [
    'a created contract',
    { when: 'tx.creates', addresses: [address('made')] },
    { transactions: [buildTransaction({ to: null, creates: address('made') })] },
    1,
  ],
];

describe('a monitor', () => {
  it.each(CASES.map(([name, ...rest]) => [name, rest] as const))('sees %s', (_name, [change, block, matches]) => {
    expect(matchesOf(change, block)).toBe(matches);
  });

  it('says what made it match', () => {
    const [[match] = []] = watch(
      compiled(buildMonitor({ when: 'tx.value > amount("1", 18) && tx.nonce == 7' })),
      buildWatchedBlock({ transactions: [paid] }),
    );
    expect(match?.reasons.map(({ text }) => text)).toEqual(['tx.value > amount("1", 18): 5000000000000000000', 'tx.nonce == 7: 7']);
  });
});

describe('what cannot be known', () => {
  it.each([
    ['a risk where nothing was scored', { when: 'score.risk > 3.0' }, { transactions: [paid] }, 'no model scored this'],
    ['a price that is not known', { on: 'transfer', when: 'transfer.usd > 3.0' }, { transactions: [moved] }, 'the price of'],
    ['arithmetic beyond 256 bits', { when: 'tx.value * amount("1", 70) > amount("1", 70)' }, { transactions: [paid] }, '256 bits'],
    [
      'a division by nothing',
      { when: 'tx.value / tx.gasPrice * 0 / (tx.value - tx.value) == 0' },
      { transactions: [paid] },
      'division by zero',
    ],
    [
      'an answer that no node gave',
      {
        on: 'block',
        when: 'state.now.supply > 3',
        reads: [{ id: 'supply', address: TOKEN, function: 'function totalSupply() view returns (uint256)', args: [] }],
      },
      {},
      'supply',
    ],
    [
      'more steps than a block allows',
      { when: 'tx.events.exists(a, tx.events.exists(b, a.index + b.index + 1 > 5000))' },
      { transactions: [buildTransaction({ logs: Array.from({ length: 400 }, () => transferLog(TOKEN, VICTIM, ATTACKER, 1n)) })] },
      'too costly',
    ],
  ] as readonly (readonly [string, Partial<Monitor>, BlockParts, string])[])(
    'is an error that its owner hears of: %s',
    (_name, change, block, message) => {
      expect(errorOf(change, block)).toContain(message);
    },
  );

  it('is told once an hour, not at every transaction', () => {
    const failing = compiled(buildMonitor({ when: 'score.risk > 3.0' }));
    const block = (number: number, timestamp: number) => buildWatchedBlock({ number, timestamp, transactions: [paid, paid, paid] });
    const told = watch(failing, block(1, 1_000), block(2, 2_000), block(3, 4_700));
    expect(told.map(({ length }) => length)).toEqual([1, 0, 1]);
  });

  it('is the same error about another token or with another number', () => {
    const failing = compiled(buildMonitor({ on: 'transfer', when: 'transfer.usd > 3.0' }));
    const other = buildTransaction({ logs: [transferLog(address('another'), VICTIM, ATTACKER, 1n)] });
    expect(watch(failing, buildWatchedBlock({ transactions: [moved, other] })).flat()).toHaveLength(1);
  });

  it.each([
    ['calls', { on: 'call', when: 'call.depth > 0' }, { traceSource: 'none' }, 'no traces'],
    ['events', { on: 'event', when: 'event.index >= 0' }, { hasReceipts: false }, 'no receipts'],
    ['tokens', { on: 'transfer', when: 'transfer.amount > 0' }, { hasReceipts: false }, 'no receipts'],
    ['native coin that contracts move', { on: 'transfer', when: 'transfer.amount > 0' }, { traceSource: 'none' }, 'no traces'],
    ['what transactions touch', { addresses: [TOKEN], when: 'tx.nonce > 0' }, { hasReceipts: false }, 'no receipts'],
    ['whom transactions call within', { addresses: [TOKEN], when: 'tx.nonce > 0' }, { traceSource: 'none' }, 'no traces'],
    ['what transactions move', { when: 'tx.transfers.exists(t, t.amount > 9)' }, { traceSource: 'none' }, 'no traces'],
    [
      'what an account gets',
      { when: `state.inflow(addr("${VICTIM}"), addr("${TOKEN}")) > 0` },
      { traceSource: 'none' },
      'native coin, only what transactions themselves do',
    ],
  ] as readonly (readonly [string, Partial<Monitor>, BlockParts, string])[])(
    'is told once a day where a node does not show %s',
    (_name, change, block, message) => {
      const blind = compiled(buildMonitor(change));
      const at = (timestamp: number) => buildWatchedBlock({ number: timestamp, timestamp, ...block });
      const told = watch(blind, at(1_000), at(2_000), at(87_400));
      expect(told.map((matches) => matches.map(({ kind }) => kind))).toEqual([['error'], [], ['error']]);
      expect(told[0]?.[0]?.message).toContain(message);
    },
  );

  it.each([
    ['a token by name', { on: 'transfer', when: `transfer.token == addr("${TOKEN}") && transfer.amount > 0` }],
    ['tokens of a standard', { on: 'transfer', when: 'transfer.amount > 0 && transfer.standard in ["erc20", "erc721"]' }],
    ['events', { on: 'event', when: 'event.index >= 0' }],
    ['transactions wherever they go', { when: 'tx.nonce > 9' }],
  ] as readonly (readonly [string, Partial<Monitor>])[])('is not told of traces where it asks about %s', (_what, change) => {
    expect(errorOf(change, { transactions: [moved], traceSource: 'none' })).toBeNull();
  });

  const blind = { ...moved, receipt: null, frames: null, decoded: { ...moved.decoded, transfers: [], approvals: [] } };
  const bare = { ...blind, receipt: moved.receipt === null ? null : { ...moved.receipt, logs: [] } };
  it.each([
    ['events', 'tx.events.exists(e, e.index >= 0)', 'no receipt', 'no logs'],
    ['transfers', 'tx.transfers.exists(t, t.amount > 0)', 'no receipt', 'no logs'],
    ['approvals', 'tx.approvals.exists(a, a.amount > 0)', 'no receipt', 'no logs'],
    ['calls', 'tx.calls.exists(c, c.depth > 0)', 'no trace', 'no trace'],
    ['what an account gets', `state.inflow(addr("${ATTACKER}"), addr("${TOKEN}")) > 0`, 'no logs', 'no logs'],
  ])('has an error where the node shows no %s of a transaction', (_what, when, withoutReceipt, withoutLogs) => {
    const asked = (tx: typeof blind | typeof bare) =>
      watch(compiled(buildMonitor({ when })), buildWatchedBlock({ transactions: [tx], hasReceipts: false }))[0]?.map(
        ({ message }) => message,
      );
    expect(asked(blind)).toEqual([expect.stringContaining(withoutReceipt)]);
    expect(asked(bare)).toEqual([expect.stringContaining(withoutLogs)]);
  });

  it('is no error where the logs of another transaction of the block are missing', () => {
    const when = `tx.events.size() == 2 && state.inflow(addr("${ATTACKER}"), addr("${TOKEN}")) > 0`;
    expect(matchesOf({ when }, { transactions: [moved], hasReceipts: false })).toBe(1);
  });

  it('does not matter beside what is false', () => {
    expect(matchesOf({ when: 'score.risk > 3.0 && tx.value < amount("1", 18)' }, { transactions: [paid] })).toBe(0);
  });
});

describe('a window', () => {
  const counted = buildMonitor({ when: 'tx.value > 0', window: { seconds: 60, groupBy: 'tx.from', sum: null, over: '2' } });
  const at = (timestamp: number, ...transactions: readonly (typeof paid)[]) =>
    buildWatchedBlock({ number: timestamp, timestamp, transactions });

  it('counts by group, and speaks when its line is crossed, once', () => {
    const other = buildTransaction({ from: VICTIM, valueWei: 1n });
    const seen = watch(compiled(counted), at(1_000, paid, paid, other), at(1_010, paid, other), at(1_020, paid));
    expect(seen.map(({ length }) => length)).toEqual([0, 1, 0]);
    expect(seen[1]?.[0]).toMatchObject({ group: ATTACKER, total: 3n });
  });

  it('forgets what is older, and speaks again when it is crossed again', () => {
    const seen = watch(
      compiled(counted),
      at(1_000, paid, paid, paid),
      at(1_059, paid),
      at(1_061, paid),
      at(1_100, paid),
      at(1_119, paid),
      at(1_120, paid, paid),
    );
    expect(seen.map(({ length }) => length)).toEqual([1, 0, 0, 1, 1, 0]);
  });

  it('sums amounts', () => {
    const summed = buildMonitor({
      on: 'transfer',
      when: 'transfer.standard == "erc20"',
      window: { seconds: 600, groupBy: 'transfer.token', sum: 'transfer.amount', over: 'amount("6", 6)' },
    });
    expect(watch(compiled(summed), at(1_000, moved), at(1_100, moved), at(1_200, moved)).map(({ length }) => length)).toEqual([0, 0, 1]);
  });
});

describe('a cooldown', () => {
  it('is forgotten with its monitor, and comes back where its removal is undone', () => {
    const [first, second] = ['first', 'second'].map((id) =>
      monitorSet(compiled(buildMonitor({ id, when: 'tx.value > 0', cooldownS: 100 })), 1),
    );
    const memory = new WatchMemory();
    const remembered = () => memory.toSnapshot().map(([monitor, , memos]) => [monitor, memos.length]);
    const block = (set = monitorSet([], 1)) => {
      memory.begin();
      watchBlock(buildWatchedBlock({ transactions: [paid] }), set, memory);
      return memory.commit();
    };
    block(first);
    const replaced = block(second);
    expect(remembered()).toEqual([['acme/second', 1]]);
    const removed = block();
    expect(remembered()).toEqual([]);
    memory.undo(removed);
    memory.undo(replaced);
    expect(remembered()).toEqual([['acme/first', 1]]);
  });

  it('keeps a group silent', () => {
    const monitor = buildMonitor({ when: 'tx.value > 0', cooldownS: 100 });
    const at = (timestamp: number) => buildWatchedBlock({ number: timestamp, timestamp, transactions: [paid] });
    expect(watch(compiled(monitor), at(1_000), at(1_050), at(1_100)).map(({ length }) => length)).toEqual([1, 0, 1]);
  });
});

describe('what is read of contracts', () => {
  it('are compared with those of the block before', () => {
    const monitor = buildMonitor({
      on: 'block',
      when: 'state.now.supply > state.before.supply * 2',
      reads: [{ id: 'supply', address: TOKEN, function: 'function totalSupply() view returns (uint256)', args: [] }],
    });
    const at = (number: number, supply: bigint) =>
      buildWatchedBlock({ number, reads: { [`${TOKEN}:0x18160ddd`]: `0x${supply.toString(16).padStart(64, '0')}` } });
    expect(watch(compiled(monitor), at(1, 100n), at(2, 150n), at(3, 400n)).map(({ length }) => length)).toEqual([0, 0, 1]);
  });

  it('are values of storage too, also where several lie in one word', () => {
    const slot = `0x${'5'.padStart(64, '0')}` as const;
    const of = { address: TOKEN, slot };
    const monitor = buildMonitor({
      on: 'block',
      when: 'state.now.owner != state.before.owner && state.before.owner == addr("0x1111111111111111111111111111111111111111") && state.now.paused && !state.before.paused && state.now.drift < 0 && state.now.tag == "0xabcd"',
      reads: [
        { ...of, id: 'owner', type: 'address', offset: 0 },
        { ...of, id: 'paused', type: 'bool', offset: 20 },
        { ...of, id: 'drift', type: 'int64', offset: 21 },
        { ...of, id: 'tag', type: 'bytes2', offset: 29 },
      ],
    });
    const at = (number: number, paused: string, owner: string) =>
      buildWatchedBlock({ number, reads: { [`${TOKEN}[${slot}]`]: `0x00abcdfffffffffffffffe${paused}${owner.repeat(40)}` } });
    expect(watch(compiled(monitor), at(1, '00', '1'), at(2, '00', '1'), at(3, '01', '2')).map(({ length }) => length)).toEqual([0, 0, 1]);
  });

  it('are other values where something else is asked under the same name', () => {
    const version = (asked: string) =>
      compiled(
        buildMonitor({
          on: 'block',
          when: 'state.now.value != state.before.value',
          reads: [{ id: 'value', address: TOKEN, function: `function ${asked}() view returns (uint256)`, args: [] }],
        }),
      );
    const memory = new WatchMemory();
    const matchesAt = (number: number, monitors: ReturnType<typeof version>, selector: string, value: bigint) => {
      const reads = { [`${TOKEN}:${selector}`]: `0x${value.toString(16).padStart(64, '0')}` as const };
      return watchBlock(buildWatchedBlock({ number, reads }), monitorSet(monitors, 1), memory).length;
    };
    expect(matchesAt(1, version('totalSupply'), '0x18160ddd', 1_000n)).toBe(0);
    expect(matchesAt(2, version('decimals'), '0x313ce567', 6n)).toBe(0);
    expect(matchesAt(3, version('decimals'), '0x313ce567', 8n)).toBe(1);
  });

  it('organisations take turns, so that none crowds the others out', () => {
    const asking = (organisationId: string, slots: readonly string[]) =>
      compiled(
        buildMonitor({
          organisationId,
          on: 'block',
          when: 'state.now.a0 > 0',
          reads: slots.map((digit, i) => ({
            id: `a${i}`,
            address: TOKEN,
            slot: `0x${digit.repeat(64)}` as const,
            type: 'uint256',
            offset: 0,
          })),
        }),
      );
    const { questions } = monitorSet([...asking('acme', ['1', '2', '3']), ...asking('zeta', ['4', '1'])], 1);
    expect(questions.map((asked) => 'slot' in asked && asked.slot[2])).toEqual(['1', '4', '2', '3']);
  });
});
