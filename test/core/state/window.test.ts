import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withEntry, within } from '../../../src/core/state/window.js';
import { holds } from '../../support/property.js';

interface Named {
  readonly at: number;
  readonly name: number;
}

const steps = fc.array(fc.nat(50), { maxLength: 60 });

describe('a window', () => {
  it('holds what a full history would say of its span, up to its bound', () => {
    holds(
      'window',
      fc.property(steps, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20 }), (gaps, seconds, entries) => {
        const all: Named[] = [];
        let [window, at]: [readonly Named[] | undefined, number] = [undefined, 0];
        for (const [name, gap] of gaps.entries()) {
          at += gap;
          all.push({ at, name });
          window = withEntry(window, { at, name }, { seconds, entries });
          expect(window).toEqual(all.filter((entry) => entry.at > at - seconds).slice(-entries));
        }
      }),
    );
  });

  it('is asked as of a moment', () => {
    expect(within([{ at: 10 }, { at: 20 }], 25, 10)).toEqual([{ at: 20 }]);
    expect(within(undefined, 25, 10)).toEqual([]);
  });
});
