import { describe, expect, it } from '@jest/globals';
import { compileMonitors } from '../../../src/apps/monitoring/compile-monitors.js';
import type { StoredMonitor } from '../../../src/ports/monitor-store.js';
import { buildTransaction } from '../../support/build-transaction.js';
import { buildWatchedBlock, RULES, watch } from '../../support/monitors.js';

const stored = (id: string, change: object = {}, version = 1): StoredMonitor => ({
  organisationId: 'acme',
  id,
  version,
  body: {
    id,
    title: id,
    chains: [1],
    addresses: [],
    on: 'transaction',
    when: 'tx.value >= 0',
    severity: 'low',
    channels: ['ops'],
    muted: false,
    owner: 'ops',
    ...change,
  },
  atMs: 0,
  by: 'key',
});
const running = (...all: readonly StoredMonitor[]) => [...compileMonitors(all, RULES).values()];
const seen = (all: ReturnType<typeof running>) =>
  watch(
    all.map(({ compiled }) => compiled),
    buildWatchedBlock({ transactions: [buildTransaction()] }),
  ).flat();

describe('stored monitors', () => {
  it('that do not compile any more fail loudly, and the others go on', () => {
    const all = running(stored('good'), stored('bad', { when: 'tx.gone > 3' }));
    expect(all.map(({ refusal }) => refusal)).toEqual([null, 'No such key: gone (/when)']);
    expect(seen(all).map(({ kind, message, compiled: { monitor } }) => [monitor.id, kind, message])).toEqual([
      ['good', 'match', null],
      ['bad', 'error', 'it does not hold any more: No such key: gone (/when)'],
    ]);
  });

  it('that a newer program wrote are an error that their channels hear of', () => {
    const all = running(stored('new', { on: 'storage', cooldown: 'a while' }));
    expect(all[0]?.refusal).toBe('this version of the program cannot read it');
    expect(seen(all)).toEqual([expect.objectContaining({ kind: 'error' })]);
    expect(all[0]?.compiled.monitor.channels).toEqual(['ops']);
  });

  it('are compiled once a version, and those in sequences also when the other changes', () => {
    const first = [stored('a'), stored('step'), stored('after', { sequence: [{ monitor: 'step', within: '1h', by: 'tx.from' }] })];
    const before = compileMonitors(first, RULES);
    const same = compileMonitors(first, RULES, before);
    expect([...same.values()].every((each) => [...before.values()].includes(each))).toBe(true);
    const changed = compileMonitors([stored('a', { title: 'another' }, 2), ...first.slice(1)], RULES, before);
    expect([...changed.values()].filter((each) => ![...before.values()].includes(each)).map(({ stored: { id } }) => id)).toEqual(['a']);
  });

  it('that wait for one that changed are looked at again', () => {
    const after = stored('after', { sequence: [{ monitor: 'step', within: '1h', by: 'tx.from' }] });
    const before = compileMonitors([stored('step'), after], RULES);
    const changed = [...compileMonitors([stored('step', { on: 'block', when: 'block.number > 0' }, 2), after], RULES, before).values()];
    expect(changed.find(({ stored: { id } }) => id === 'after')?.refusal).toContain('nothing in step');
  });

  it('that were removed are not there', () => {
    expect(running({ ...stored('gone'), body: null })).toEqual([]);
  });
});
