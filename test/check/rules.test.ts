import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RULES } from '../../src/check/rules/catalogue.js';
import { factsOf, type RuleTables } from './rules/facts.js';

const HEADINGS = ['## What it looks at', '## When it is wrong', '## What to do'];
/** In one file, though each rule has its tables in its own: the ABI decoder behind them takes seconds to load. */
const TABLES: { readonly rule: (typeof RULES)[number]; readonly tables: RuleTables }[] = [];
for (const rule of RULES) {
  const { default: tables } = (await import(`./rules/${rule.id}.ts`)) as { default: RuleTables };
  TABLES.push({ rule, tables });
}

describe('the rules of the check', () => {
  it('are at least 75, each with a page and its tables', () => {
    expect(RULES.length).toBeGreaterThanOrEqual(75);
    for (const { id, title } of RULES) {
      expect({ id, page: existsSync(`src/check/rules/${id}.md`) }).toEqual({ id, page: true });
      const page = readFileSync(`src/check/rules/${id}.md`, 'utf8');
      expect(page.startsWith(`# ${title}\n`)).toBe(true);
      for (const heading of HEADINGS) expect({ id, heading, found: page.includes(heading) }).toEqual({ id, heading, found: true });
    }
    const files = readdirSync('test/check/rules').filter((name) => !['facts.ts', 'calls.ts'].includes(name));
    expect(files.sort()).toEqual(RULES.map(({ id }) => `${id}.ts`).sort());
  });

  describe.each(TABLES)('$rule.id', ({ rule, tables: { fires, silent } }) => {
    it('has something to speak of and something to be silent about', () => {
      expect([fires.length, silent.length].every((length) => length > 0)).toBe(true);
    });
    // Rows may be short, and a function with more parameters than a row has would be given a callback to wait for.
    it.each(fires)('fires on %s', (...[, severity, given, params]) => {
      const hits = rule.inspect(factsOf(given), params);
      expect(hits.map((hit) => hit.severity)).toContain(severity);
      for (const { text } of hits) expect(text).toMatch(/^\S.*\.$/s);
    });
    it.each(silent)('is silent on %s', (...[, given, params]) => {
      expect(rule.inspect(factsOf(given), params)).toEqual([]);
    });
  });

  it('say nothing of an empty request', () => {
    const facts = factsOf();
    expect(RULES.flatMap((rule) => rule.inspect(facts).map(() => rule.id))).toEqual([]);
  });
});
