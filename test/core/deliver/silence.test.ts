import { describe, expect, it } from '@jest/globals';
import { type CanaryLine, isWell, SilenceWatch, silentAfterMs } from '../../../src/core/deliver/silence.js';

const line = (name: string, heardAtMs: number | null, reason: string | null = null): CanaryLine => ({ name, heardAtMs, reason });

describe('silence', () => {
  it('is three canaries that are missing, not one that is late', () => {
    const watch = new SilenceWatch(silentAfterMs(60_000));
    expect(watch.look([line('chain 1', 1_000_000)], 1_000_000)).toEqual([]);
    expect(watch.look([line('chain 1', 1_000_000)], 1_180_000)).toEqual([]);
    expect(watch.look([line('chain 1', 1_000_000, 'HTTP 500')], 1_183_000)).toEqual([
      { name: 'chain 1', sinceMs: 1_000_000, reason: 'HTTP 500' },
    ]);
    expect(watch.look([line('chain 1', 1_182_000)], 1_183_000)).toEqual([]);
  });

  it('gives a line its time from when it is first expected, and again after it was not', () => {
    const watch = new SilenceWatch(100);
    expect(watch.look([line('channel a', null), line('channel b', 5)], 1_000)).toEqual([]);
    expect(watch.look([line('channel a', null), line('channel b', 5)], 1_101)).toEqual([
      { name: 'channel a', sinceMs: 1_000, reason: null },
      { name: 'channel b', sinceMs: 5, reason: null },
    ]);
    expect(watch.look([line('channel a', null)], 1_102)).toHaveLength(1);
    expect(watch.look([line('channel b', 5)], 1_103)).toEqual([]); // Switched on again.
    expect(watch.look([line('channel b', 5)], 1_204)).toHaveLength(1);
  });
});

describe('whether all of ours works', () => {
  const line = (name: string, heardAtMs: number | null, isOfReceiver = false) => ({ name, heardAtMs, reason: null, isOfReceiver });
  const silent = (name: string) => ({ name, sinceMs: 1, reason: null });
  const chain = line('chain 1', 5);

  it('is seen by what is ours, and by one receiver at least', () => {
    const [works, broken] = [line('channel a/works', 5, true), line('channel b/broken', 5, true)];
    expect(isWell([chain], [])).toBe(true);
    expect(isWell([chain, works, broken], [silent('channel b/broken')])).toBe(true);
    expect(isWell([chain, works, line('channel b/new', null, true)], [])).toBe(true);
    expect(isWell([chain, broken], [silent('channel b/broken')])).toBe(false);
    expect(isWell([chain, line('channel b/new', null, true)], [])).toBe(false);
    expect(isWell([chain, works], [silent('chain 1')])).toBe(false);
    expect(isWell([line('chain 2', null), works], [])).toBe(false);
  });
});
