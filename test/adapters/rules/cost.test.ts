import { describe, expect, it } from '@jest/globals';
import { CHARACTERS_A_STEP, MOST_STEPS, worstCost } from '../../../src/core/monitor/compiled-monitor.js';
import type { Monitor } from '../../../src/core/monitor/monitor.js';
import { ATTACKER, buildTransaction, TOKEN, transferLog, VICTIM } from '../../support/build-transaction.js';
import { buildMonitor, buildWatchedBlock, compiled, RULES, watch } from '../../support/monitors.js';

function boundOf(change: Partial<Monitor>) {
  const { cost, problems } = RULES.compile(buildMonitor(change));
  if (cost === null) throw new Error(JSON.stringify(problems));
  return cost;
}

/** What an expression is told for a transaction with 100 events and 320,000 characters. */
const costOf = (change: Partial<Monitor>) => worstCost(boundOf(change), 100, 10_000 * CHARACTERS_A_STEP);

describe('the bound of an expression', () => {
  it.each([
    ['a part of calldata', 'tx.input.substring(10, 74) == "00"', 100],
    ['how calldata begins', 'tx.input.startsWith("0xa9059cbb")', 100],
    ['the name of an event', 'tx.events.exists(e, e.name == "Transfer")', 2_000],
    ['data that is equal', 'tx.events.exists(e, e.data == tx.input)', 40_000],
    ['an amount among arguments', 'tx.events.exists(e, e.name == "Transfer" && e.args.value + 1 > amount("3", 18))', 4_000],
  ])('does not count long texts for %s', (_name, when, most) => {
    expect(costOf({ when })).toBeLessThan(most);
  });

  it.each([
    ['looking into it', 'tx.input.contains("a9059cbb")', 10_000],
    ['its length', 'tx.input.size() > 3', 10_000],
    ['putting it together', '(tx.input + "00") == "0x"', 10_000],
    ['one that is looked at under another name', 'cel.bind(x, tx.input, x.contains("00"))', 10_000],
    ['one of each event', 'tx.events.exists(e, e.data.contains("00"))', 1_000_000],
    ['a long needle', `tx.input.contains("${'0'.repeat(3_200)}1")`, 10_000 * 100 * 100],
  ])('counts a long text for %s', (_name, when, least) => {
    expect(costOf({ when })).toBeGreaterThanOrEqual(least);
    expect(costOf({ when })).toBeLessThan(least * 1.1 + 200);
  });

  it('counts what is evaluated beside the condition', () => {
    const plain = costOf({});
    const summed = { seconds: 60, groupBy: null, sum: 'tx.events.size() * 2', over: '3' };
    expect(costOf({ window: summed })).toBeGreaterThan(plain + 100);
  });

  it('is held where it is asked: too long a text is an error that its owner hears of', () => {
    const input = `0xab${'ab'.repeat(300_000)}` as const;
    const logs = Array.from({ length: 20 }, () => transferLog(TOKEN, VICTIM, ATTACKER, 5n));
    const monitor = buildMonitor({ when: 'tx.events.exists(e, tx.input.contains("q"))' });
    const asked = (text: `0x${string}`) =>
      watch(compiled(monitor), buildWatchedBlock({ transactions: [{ ...buildTransaction({ logs }), input: text }] }))[0];
    expect(asked('0xab')).toEqual([]);
    expect(asked(input)?.[0]?.message).toMatch(/too costly here: .* texts of 600004 characters/);
    expect(MOST_STEPS).toBeLessThan((600_004 / CHARACTERS_A_STEP) * 20);
  });
});
