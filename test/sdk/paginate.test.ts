import { describe, expect, it } from '@jest/globals';
import { paginate } from '../../src/sdk/paginate.js';

const PAGES: Readonly<Record<string, { readonly items: readonly number[]; readonly nextCursor: string | null }>> = {
  first: { items: [1, 2], nextCursor: 'b' },
  b: { items: [], nextCursor: 'c' },
  c: { items: [3], nextCursor: null },
};

async function all(page: Parameters<typeof paginate<number>>[0]): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const item of paginate(page)) found.push(item);
  return found;
}

describe('a list in pages', () => {
  it('is walked to its end, over empty pages', async () => {
    expect(await all(async (cursor) => PAGES[cursor ?? 'first'] ?? { items: [], nextCursor: null })).toEqual([1, 2, 3]);
  });

  it('asks for no page that is not needed', async () => {
    let asked = 0;
    const page = async (cursor: string | undefined) => {
      asked += 1;
      return PAGES[cursor ?? 'first'] ?? { items: [], nextCursor: null };
    };
    for await (const item of paginate(page)) if (item === 1) break;
    expect(asked).toBe(1);
  });

  it('ends where a cursor does not move', async () => {
    let asked = 0;
    await all(async () => {
      asked += 1;
      return { items: [asked], nextCursor: 'same' };
    });
    expect(asked).toBe(2);
  });

  it('passes on what a page fails with', async () => {
    await expect(all(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  });
});
