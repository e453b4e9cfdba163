import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callRows, closable } from '../../../src/dashboard/transaction/call-rows.js';
import { frames } from '../support/values.js';

/** Depths of a tree in order of execution: each at most one deeper than the one before. */
const depths = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 60 }).map((steps) => {
  const result = [0];
  for (const step of steps) result.push(1 + (step % ((result.at(-1) ?? 0) + 1)));
  return result;
});

describe('the call tree', () => {
  it('shows every frame when all is open', () => {
    fc.assert(fc.property(depths, (list) => callRows(frames(list), new Set()).length === list.length));
  });

  it('hides all that is under a closed frame, and says how much that is', () => {
    const rows = callRows(frames([0, 1, 2, 3, 1, 2]), new Set([1]));
    expect(rows.map(({ frame, isOpen, under }) => [frame.index, isOpen, under])).toEqual([
      [0, true, 5],
      [1, false, 2],
      [4, true, 1],
      [5, true, 0],
    ]);
  });

  it('shows and hides every frame exactly once', () => {
    fc.assert(
      fc.property(depths, fc.array(fc.nat({ max: 60 })), (list, closedList) => {
        const rows = callRows(frames(list), new Set(closedList));
        const hidden = rows.filter(({ isOpen }) => !isOpen).reduce((sum, { under }) => sum + under, 0);
        return rows.length + hidden === list.length;
      }),
    );
  });

  it('collapses to the outermost calls', () => {
    const tree = frames([0, 1, 2, 1, 2, 2]);
    expect(callRows(tree, closable(tree)).map(({ frame }) => frame.index)).toEqual([0, 1, 3]);
  });
});
