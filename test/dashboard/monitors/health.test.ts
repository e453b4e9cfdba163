import { describe, expect, it } from '@jest/globals';
import type { ChainView } from '../../../src/contracts/chain.js';
import { type MonitorView, monitorInputSchema } from '../../../src/contracts/monitor.js';
import { blockOf, usualRange } from '../../../src/dashboard/monitors/backtest-range.js';
import { byNeed, healthWords } from '../../../src/dashboard/monitors/health.js';

const QUIET: MonitorView['health'] = {
  state: 'quiet',
  lastMatch: null,
  lastMatchBlock: null,
  lastAlertId: null,
  lastIncidentId: null,
  matches: 0,
  lastError: null,
};

function monitorOf(title: string, change: Partial<MonitorView> = {}): MonitorView {
  const input = monitorInputSchema.parse({ id: title, title, chains: [1], on: 'block', when: 'true', severity: 'low', owner: 'ops' });
  return { ...input, version: 1, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'key', health: QUIET, ...change };
}

const FOLLOWED = [{ chainId: 1 }];

describe('whether a monitor works', () => {
  it('is said with what does not before what does', () => {
    const matching = { ...QUIET, state: 'matching', matches: 2 } as const;
    expect(healthWords(monitorOf('a', { health: matching }), FOLLOWED)).toEqual({ kind: 'works', word: 'Works', detail: '2 alerts' });
    expect(healthWords(monitorOf('a'), FOLLOWED)).toMatchObject({ kind: 'silent', word: 'Never matched' });
    expect(healthWords(monitorOf('a', { health: matching, chains: [10] }), FOLLOWED)).toMatchObject({
      kind: 'blind',
      word: 'Sees nothing',
    });
    expect(healthWords(monitorOf('a', { chains: [1, 10] }), FOLLOWED)).toMatchObject({
      word: 'Sees a part',
      detail: 'chain 10 is not followed here',
    });
    const failing = { ...matching, state: 'failing', lastError: 'index 5 out of range' } as const;
    expect(healthWords(monitorOf('a', { health: failing, chains: [10] }), FOLLOWED)).toEqual({
      kind: 'failing',
      word: 'Errors',
      detail: 'index 5 out of range',
    });
    expect(healthWords(monitorOf('a', { health: { ...QUIET, state: 'refused', lastError: 'No such key' } }), FOLLOWED).kind).toBe(
      'refused',
    );
  });

  it('says nothing of chains before they are known', () => {
    expect(healthWords(monitorOf('a', { chains: [10] }), null).kind).toBe('silent');
  });

  it('puts first what needs somebody, then goes by title', () => {
    const all = [
      monitorOf('c'),
      monitorOf('b', { health: { ...QUIET, state: 'matching' } }),
      monitorOf('d', { chains: [10] }),
      monitorOf('e', { health: { ...QUIET, state: 'failing' } }),
      monitorOf('f', { health: { ...QUIET, state: 'refused' } }),
    ];
    expect(all.toSorted(byNeed(FOLLOWED)).map(({ title }) => title)).toEqual(['f', 'e', 'd', 'b', 'c']);
  });
});

describe('blocks of a backtest', () => {
  const chain: ChainView = {
    chainId: 1,
    name: 'Ethereum',
    state: 'following',
    detail: null,
    head: 5_000,
    published: 4_999,
    analysed: 4_998,
    alerted: 4_998,
    behindSeconds: 1,
    coverage: { complete: 300, partial: 10, missing: 4 },
    endpoints: [],
  };

  it('are the newest that were analysed, a thousand at most', () => {
    expect(usualRange(chain)).toEqual({ from: 4_689, to: 4_998 });
    expect(usualRange({ ...chain, coverage: { complete: 90_000, partial: 0, missing: 0 } })).toEqual({ from: 3_999, to: 4_998 });
    expect(usualRange({ ...chain, head: 6, published: 6, analysed: null, coverage: { complete: 0, partial: 0, missing: 0 } })).toEqual({
      from: 0,
      to: 6,
    });
  });

  it('are read as people write them', () => {
    expect(['22,431,000', ' 7 ', '0', '-3', 'latest', ''].map(blockOf)).toEqual([22_431_000, 7, 0, null, null, null]);
  });
});
