import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { monitorFrom, monitorInputSchema } from '../../../src/contracts/monitor.js';
import type { Monitor } from '../../../src/core/monitor/monitor.js';
import { address, VICTIM } from '../../support/build-transaction.js';
import { buildMonitor, RULES } from '../../support/monitors.js';

const ZERO_SLOT = `0x${'0'.repeat(64)}` as const;

type Change = Partial<Monitor>;
const when = (text: string, change: Change = {}): Change => ({ when: text, ...change });
const event = (text: string, change: Change = {}): Change => ({ on: 'event', when: text, ...change });

/** Lists of so many ones, each walked within the one before. */
function nested(length: number, [name, ...inner]: readonly string[]): string {
  const list = `[${Array.from({ length }, () => '1').join()}]`;
  return `${list}.all(${name}, ${inner.length === 0 ? `${name} > 0` : nested(length, inner)})`;
}

function doubled(times: number, value: string, asked: string): string {
  return times === 0 ? `${value}.${asked}` : `cel.bind(x${times}, ${value} + ${value}, ${doubled(times - 1, `x${times}`, asked)})`;
}

/** What is written, where the flaw is said to be, what it says, and what helps. */
const BROKEN: readonly (readonly [name: string, change: Change, path: string, message: RegExp, remedy: RegExp | null])[] = [
  ['nothing behind a comparison', when('tx.value >'), '/when', /Unexpected token/, null],
  ['a bracket that does not close', when('(tx.value > 3'), '/when', /Expected|Unexpected/, null],
  ['an unknown variable', when('txn.value > 3'), '/when', /Unknown variable: txn/, /did you mean "tx"/],
  ['an event where transactions are asked about', when('event.name == "Transfer"'), '/when', /Unknown variable: event/, /depends on "on"/],
  ['an unknown field', when('tx.valeu > 3'), '/when', /No such key: valeu/, /did you mean "value"/],
  ['an unknown argument', event('event.args.nothing > 3'), '/when', /No such key: nothing/, /abi/],
  ['an address compared with text', when(`tx.to == "${VICTIM}"`), '/when', /no such overload: Address == string/, /addr\(/],
  ['an amount compared with text', when('tx.value > "1"'), '/when', /no such overload: Amount > string/, /amount\(/],
  ['an amount compared with a number with a point', when('tx.value > 1.5'), '/when', /no such overload: Amount > double/, /double\(/],
  ['a number where a condition must be', when('tx.value + 1'), '/when', /an amount, and must be a condition/, /compare it/],
  ['text where a condition must be', when('tx.hash'), '/when', /text, and must be a condition/, /compare it/],
  ['an address that is too short', when('tx.to == addr("0x1234")'), '/when', /is no address/, null],
  ['an address with a wrong checksum', when('tx.to == addr("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB49")'), '/when', /checksum/, null],
  ['an amount that is none', when('tx.value > amount("ten", 18)'), '/when', /is no amount/, null],
  ['more digits than the unit has', when('tx.value > amount("0.0000001", 6)'), '/when', /more than 6 digits/, null],
  ['an amount beyond 256 bits', when(`tx.value > amount("${10n ** 79n}")`), '/when', /256 bits/, null],
  ['a division by zero that is written out', when('tx.nonce > 1 / 0'), '/when', /division by zero/, null],
  ['a constant that is false', when('1 > 2'), '/when', /never true/, /compare a field/],
  ['a part that is false', when('tx.value > 3 && 1 == 2'), '/when', /never true/, /leave it out/],
  ['two senders at once', when(`tx.from == addr("${VICTIM}") && tx.from == addr("${address('other')}")`), '/when', /at once/, /\|\|/],
  ['above and below at once', when('tx.value > amount("2", 18) && tx.value < amount("1", 18)'), '/when', /above .* and below/, /turn one/],
  ['a value below nothing', when('tx.value < 0'), '/when', /no tx\.value is like this/, /turn one/],
  ['a risk above a hundred', when('score.known && score.risk > 100.0'), '/when', /no score\.risk/, /turn one/],
  ['an event that the ABI has not', event('event.name == "Tranfer"'), '/when', /nothing will ever equal/, /did you mean "Transfer"/],
  [
    'a function that the ABI has not',
    { on: 'call', when: 'call.name == "pausee"' },
    '/when',
    /nothing will ever equal/,
    /did you mean "pause"/,
  ],
  [
    'a selector in upper case',
    { on: 'call', when: 'call.selector == "0xA9059CBB"' },
    '/when',
    /never equals hex in lower case/,
    /lower case/,
  ],
  ['a selector of three bytes', { on: 'call', when: 'call.selector == "0xa9059c"' }, '/when', /has 6 hex digits, this has 8/, null],
  [
    'a severity that there is not',
    { on: 'finding', when: 'finding.severity == "hihg"' },
    '/when',
    /is not a severity/,
    /did you mean "high"/,
  ],
  [
    'a detector that there is not',
    { on: 'finding', when: 'finding.detector == "flash-loan-profits"' },
    '/when',
    /is not a detector/,
    /did you mean/,
  ],
  ['a label that there is not', when('labels.has(tx.from, "mixxer")'), '/when', /is not a category/, /did you mean "mixer"/],
  ['a feature that there is not', when('score.features["valeu"] > 1.0'), '/when', /is not a feature/, null],
  [
    'a contract that is not watched',
    event(`event.address == addr("${VICTIM}")`, { addresses: [address('watched')] }),
    '/when',
    /not among the addresses/,
    /add it to addresses/,
  ],
  [
    'an argument that some of the events lack',
    event('event.args.spender == addr("0x0000000000000000000000000000000000000001")'),
    '/when',
    /has no argument spender/,
    /event\.name == "Approval"/,
  ],
  [
    'an argument of any event of a transaction',
    when('tx.events.exists(e, e.args.value > 3)'),
    '/when',
    /not every event/,
    /e\.name == "Transfer"/,
  ],
  ['a regular expression', when('tx.input.matches("(a+)+b")'), '/when', /matches\(\) is not offered/, /startsWith/],
  [
    'three lists within each other',
    when('tx.events.exists(a, tx.events.exists(b, tx.events.exists(c, a.index + b.index > c.index)))'),
    '/when',
    /more than two lists/,
    /filter first/,
  ],
  ['a text in parts', when('tx.input.split("").exists(c, c == "q")'), '/when', /split\(\) is not offered/, /contains\(\)/],
  ['parts put together', when('tx.events.map(e, e.data).join("") == "0x"'), '/when', /join\(\) is not offered/, /substring\(\)/],
  ['a text as bytes', when('bytes(tx.input).size() > 3'), '/when', /bytes\(\) is not offered/, null],
  ['a duration in a text', when('duration(tx.hash).getSeconds() > 3'), '/when', /duration\(\) is not offered/, /block\.timestamp/],
  [
    'the hour of a place',
    when('timestamp(block.timestamp).getHours("Europe/Berlin") == 3'),
    '/when',
    /getHours\(\) with a time zone/,
    /in UTC/,
  ],
  [
    'a text within a text',
    when('tx.events.exists(e, tx.input.contains(e.data))'),
    '/when',
    /looked for in a text may be as long/,
    /substring\(2, 66\)/,
  ],
  [
    'lists of lists within each other',
    when('[tx.events].exists(a, a.exists(b, [tx.events].exists(c, c.exists(d, [tx.events].exists(e, e.exists(f, true))))))'),
    '/when',
    /more than two lists/,
    /filter first/,
  ],
  [
    'what a transaction moved, within two lists',
    when('tx.events.exists(a, tx.events.exists(b, state.delta(a.address, b.address) > 0))'),
    '/when',
    /more than two lists/,
    null,
  ],
  [
    'lists of one’s own that take too long',
    when(`tx.nonce >= 0 && ${nested(60, ['a', 'b', 'c', 'd'])}`),
    '/when',
    /could take \d+ steps even where there is little/,
    /shorter lists/,
  ],
  ['a text that doubles', when(doubled(18, 'tx.input', 'size() > 3')), '/when', /could take \d+ steps even where there is little/, null],
  ['an ABI that is none', { abi: ['event Paused(adress account)'] }, '/abi/0', /no item of an ABI/, /line of Solidity/],
  ['an item of an ABI without inputs', { abi: [{ type: 'event', name: 'Paused' }] }, '/abi/0', /inputs have no types/, /line of Solidity/],
  ['a monitor that nobody hears', { channels: [] }, '/channels', /nobody would hear/, /muted: true/],
  [
    'a window over what changes',
    { window: { seconds: 60, groupBy: null, sum: null, over: 'tx.nonce' } },
    '/window/over',
    /depends on what is looked at/,
    /write a number/,
  ],
  [
    'a group that is a list',
    { window: { seconds: 60, groupBy: 'tx.events', sum: null, over: '3' } },
    '/window/groupBy',
    /must be an address or/,
    null,
  ],
  [
    'a sum of text',
    { window: { seconds: 60, groupBy: null, sum: 'tx.hash', over: '3' } },
    '/window/sum',
    /must be an amount or a whole number/,
    null,
  ],
  [
    'a sequence after nobody',
    { sequence: [{ monitorId: 'other', seconds: 60, by: 'tx.from' }] },
    '/sequence/0/monitor',
    /there is no monitor other/,
    /save that one first/,
  ],
  [
    'a sequence after itself',
    { sequence: [{ monitorId: 'watch', seconds: 60, by: 'tx.from' }] },
    '/sequence/0/monitor',
    /itself/,
    /break the circle/,
  ],
  [
    'a read that changes state',
    { reads: [{ id: 'supply', address: VICTIM, function: 'function totalSupply() returns (uint256)', args: [] }] },
    '/reads/0',
    /does not say view/,
    /totalSupply/,
  ],
  [
    'a read of storage that is no type of one word',
    { reads: [{ id: 'names', address: VICTIM, slot: ZERO_SLOT, type: 'string', offset: 0 }] },
    '/reads/0',
    /string is no type that lies in one word/,
    /address/,
  ],
  [
    'a read of storage that reaches over the end of its word',
    { reads: [{ id: 'owner', address: VICTIM, slot: ZERO_SLOT, type: 'address', offset: 13 }] },
    '/reads/0',
    /20 bytes at the offset 13/,
    /to the right/,
  ],
  [
    'a read that is no function',
    { reads: [{ id: 'supply', address: VICTIM, function: 'totalSupply', args: [] }] },
    '/reads/0',
    /cannot be read/,
    /totalSupply/,
  ],
];

describe('a monitor that cannot work is refused', () => {
  it.each(BROKEN.map(([name, change, path, message, remedy]) => [name, { change, path, message, remedy }] as const))(
    '%s',
    (_name, { change, path, message, remedy }) => {
      const { compiled, problems } = RULES.compile(buildMonitor(change));
      expect(compiled).toBeNull();
      const [first] = problems;
      expect(first?.path).toBe(path);
      expect(first?.message).toMatch(message);
      if (remedy !== null) expect(first?.remedy).toMatch(remedy);
    },
  );

  it('is not what the README shows', () => {
    const [, written = ''] = /```yaml\n(id: [^`]+)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    const monitor = monitorFrom(monitorInputSchema.parse(parse(written)), { organisationId: 'acme', version: 1 });
    expect(RULES.compile(monitor).problems).toEqual([]);
  });

  it.each([
    ['by lists within each other', `tx.nonce >= 0 && ${nested(60, ['a', 'b', 'c', 'd'])}`],
    ['by many lists', Array.from({ length: 12 }, () => `tx.nonce >= 0 && ${nested(20, ['a', 'b'])}`).join(' || ')],
    ['by a text in parts', `"${'x'.repeat(1_200)}".split("").all(a, "${'x'.repeat(1_200)}".split("").all(b, a == b))`],
  ])('does not take the time that it would cost: %s', (_name, text) => {
    const startedAt = performance.now();
    RULES.compile(buildMonitor({ when: text }));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('says the line and the column', () => {
    const { problems } = RULES.compile(buildMonitor({ when: 'tx.value > 3 &&\n  tx.valeu > 4' }));
    expect(problems[0]).toMatchObject({ line: 2, column: 6 });
  });

  it('says everything that is wrong, not the first alone', () => {
    const { problems } = RULES.compile(buildMonitor({ when: 'tx.valeu > 4', channels: [], abi: ['event'] }));
    expect(problems.map(({ path }) => path)).toEqual(['/abi/0', '/when', '/channels']);
  });

  it('refuses two monitors that wait for each other', () => {
    const a = buildMonitor({ id: 'a', sequence: [{ monitorId: 'b', seconds: 60, by: 'tx.from' }] });
    const b = buildMonitor({ id: 'b', sequence: [{ monitorId: 'a', seconds: 60, by: 'tx.from' }] });
    expect(RULES.compile(a, [b]).problems[0]?.remedy).toBe('break the circle');
  });

  it('refuses a sequence by an entity that the other has not', () => {
    const before = buildMonitor({ id: 'before', on: 'block', when: 'block.number > 3' });
    const { problems } = RULES.compile(buildMonitor({ sequence: [{ monitorId: 'before', seconds: 60, by: 'tx.from' }] }), [before]);
    expect(problems[0]?.message).toContain('nothing in before');
  });

  it('refuses a sequence by an argument that some matches of the other have not', () => {
    const abi = ['event Moved(address from)', 'event Paused(address account)'];
    const by = 'event.args.account';
    const after = event('event.name == "Paused"', { abi, sequence: [{ monitorId: 'before', seconds: 60, by }] });
    const problemsAfter = (text: string) =>
      RULES.compile(buildMonitor(after), [buildMonitor({ ...event(text, { abi }), id: 'before' })]).problems;
    expect(problemsAfter('event.index >= 0')[0]).toMatchObject({
      path: '/sequence/0/by',
      message: 'in before, Moved(address) has no argument account',
    });
    expect(problemsAfter('event.name == "Paused" && event.index >= 0')).toEqual([]);
  });
});
