import { describe, expect, it } from '@jest/globals';
import { Random } from '../../src/lab/random.js';

describe('the chance of the town', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 20 }, () => random.between(0, 1_000_000));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = new Random(1);
    const drawn = new Set(Array.from({ length: 1_000 }, () => random.between(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
  });

  it('follows weights', () => {
    const random = new Random(1);
    const drawn = Array.from({ length: 4_000 }, () =>
      random.weighted(
        [
          [3, 'often'],
          [1, 'seldom'],
          [0, 'never'],
        ],
        'left over',
      ),
    );
    expect(new Set(drawn)).toEqual(new Set(['often', 'seldom']));
    expect(drawn.filter((item) => item === 'often').length / drawn.length).toBeCloseTo(0.75, 1);
  });
});
