import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadedUndo, MOST_MEMOS, savedUndo, WatchMemory, type WatchUndo } from '../../../src/core/monitor/watch-memory.js';
import { holds } from '../../support/property.js';

const MONITORS = ['acme/a', 'acme/b', 'other/a'];

const operation = fc.record({
  monitor: fc.constantFrom(...MONITORS),
  definition: fc.constantFrom('one', 'two'),
  kind: fc.constantFrom('add', 'fire', 'mark', 'tell', 'read', 'keep'),
  group: fc.constantFrom('x', 'y', 'z'),
  amount: fc.bigInt(-5n, 9n),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function apply(memory: WatchMemory, { monitor, definition, kind, group, amount }: Operation, at: number): void {
  memory.open(monitor, definition);
  if (kind === 'add') memory.add(monitor, group, amount, at, 60, 10n);
  if (kind === 'fire') memory.fire(monitor, group, at, 30);
  if (kind === 'mark') memory.mark(monitor, 'tx.from', group, { at, blockNumber: at, transactionIndex: 0 });
  if (kind === 'tell') memory.tell(monitor, group, at, 3_600);
  if (kind === 'keep') memory.keepOnly(new Map([[monitor, null]]));
  if (kind === 'read') memory.read(monitor, group, `0x${amount}`, at);
}

/** Whatever the order in which things came back. */
function contentOf(memory: WatchMemory): unknown {
  return [...memory.toSnapshot()]
    .map(([monitor, definition, memos]) => [monitor, definition, [...memos].sort(([a], [b]) => (a < b ? -1 : 1))])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

describe('what monitors remember', () => {
  it('is undone block by block to what it was, also after it was saved and read again', () => {
    holds(
      'watch memory',
      fc.property(fc.array(fc.array(operation, { maxLength: 12 }), { minLength: 1, maxLength: 8 }), fc.nat(), (blocks, cut) => {
        let memory = new WatchMemory();
        const before: unknown[] = [];
        let undos: WatchUndo[] = [];
        for (const [number, operations] of blocks.entries()) {
          before.push(contentOf(memory));
          memory.begin();
          for (const one of operations) apply(memory, one, 1_000 + number * 20);
          undos.push(memory.commit());
          if (number === cut % blocks.length) {
            const restored = new WatchMemory();
            restored.load(structuredClone(memory.toSnapshot()));
            undos = undos.map((undo) => loadedUndo(structuredClone(savedUndo(undo))));
            memory = restored;
          }
        }
        for (const undo of undos.toReversed()) {
          memory.undo(undo);
          expect(contentOf(memory)).toEqual(before.pop());
        }
      }),
    );
  });

  it('is bounded for each monitor, and a busy one takes nothing from another', () => {
    const memory = new WatchMemory();
    memory.open('acme/quiet', 'one');
    memory.open('other/busy', 'one');
    memory.begin();
    memory.add('acme/quiet', 'x', 7n, 1_000, 3_600, 10n);
    for (let i = 0; i < MOST_MEMOS * 2; i += 1) memory.add('other/busy', `group-${i}`, 1n, 1_000 + i, 3_600, 10n);
    const undo = memory.commit();
    expect(memory.sizeOf('other/busy')).toBeLessThanOrEqual(MOST_MEMOS);
    expect(memory.add('acme/quiet', 'x', 7n, 1_001, 3_600, 10n)).toEqual({ total: 14n, wentOver: true });
    memory.undo(undo);
    expect(memory.sizeOf('other/busy')).toBe(0);
  });
});
