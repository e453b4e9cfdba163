import { describe, expect, it } from '@jest/globals';
import { choicesAt, type Vocabulary } from '../../../src/dashboard/monitors/completions.js';
import { buildMonitor, RULES } from '../../support/monitors.js';

/** What the service tells of a monitor on events with an ABI of its own. */
function vocabulary(): Vocabulary {
  const { names, functions } = RULES.compile(
    buildMonitor({ on: 'event', abi: ['event Paused(address account, uint256 until)'], when: 'true' }),
  ).context();
  return { context: names.map((name) => ({ ...name, words: [...name.words] })), functions: [...functions] };
}

const told = vocabulary();
const offered = (before: string) => choicesAt(before, told).choices.map(({ label }) => label);

describe('what is offered while a condition is written', () => {
  it('is variables and functions at the beginning of a word', () => {
    expect(offered('')).toEqual(expect.arrayContaining(['event', 'tx', 'block', 'labels', 'amount', 'addr', 'size']));
    expect(offered('tx.value > am')).toEqual(expect.arrayContaining(['amount']));
    expect(offered('')).not.toEqual(expect.arrayContaining(['matches', 'bytes', 'timestamp']));
    expect(choicesAt('tx.value > am', told).from).toBe('tx.value > '.length);
  });

  it('is fields behind a point, arguments of the ABI among them', () => {
    expect(offered('event.')).toEqual(expect.arrayContaining(['name', 'args', 'address']));
    expect(offered('event.args.')).toEqual(['account', 'until']);
    expect(choicesAt('event.args.un', told).from).toBe('event.args.'.length);
    expect(offered('nothing.')).toEqual([]);
  });

  it('is what can be asked of a type', () => {
    expect(offered('labels.')).toEqual(['of', 'has']);
    expect(offered('state.')).toEqual(['now', 'before', 'delta', 'inflow', 'outflow']);
    expect(offered('event.name.')).toEqual(expect.arrayContaining(['startsWith', 'contains']));
    expect(offered('tx.calls.')).toEqual(expect.arrayContaining(['exists', 'all', 'filter', 'size']));
    expect(offered('tx.value.')).toEqual([]);
  });

  it('is fields of what a list holds, for the name that stands for it', () => {
    expect(offered('tx.calls.exists(c, c.')).toEqual(expect.arrayContaining(['kind', 'succeeded']));
    expect(offered('tx.events.exists(e, e.args.')).toEqual(['account', 'until']);
    expect(offered('findings.exists(f, f.parties.')).toEqual(expect.arrayContaining(['exists']));
    expect(offered('tx.calls.exists(c, ')).toEqual(expect.arrayContaining(['c', 'tx']));
  });

  it('is words in quotes that can be met there', () => {
    expect(offered('event.name == "')).toEqual(['Paused']);
    expect(offered('tx.calls.exists(c, c.kind in ["call", "')).toEqual(expect.arrayContaining(['delegatecall']));
    expect(offered('labels.has(tx.from, "mix')).toEqual(expect.arrayContaining(['mixer']));
    expect(offered('score.features["').length).toBeGreaterThan(100);
    expect(offered('tx.hash == "')).toEqual([]);
    expect(offered('event.name == "Paused" && tx.')).toEqual(expect.arrayContaining(['value']));
  });
});
