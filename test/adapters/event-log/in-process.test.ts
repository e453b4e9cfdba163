import { describe, expect, it } from '@jest/globals';
import { createInProcessEventLog } from '../../../src/adapters/event-log/in-process.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const record = (value: number) => ({ key: '1', value, headers: { schema: 'blocks.v1', chain: '1', block: String(value) } });

describe('the event log in one process', () => {
  it('gives a record again until it is handled, in order', async () => {
    const log = createInProcessEventLog({ logger: silent, bound: 4 });
    const seen: unknown[] = [];
    let failures = 2;
    const all = new Promise<void>((resolve) => {
      void log.subscribe({
        topic: 'blocks.v1',
        group: 'g',
        handle: async ([first]) => {
          if (first?.value === 2 && failures-- > 0) throw new Error('not yet');
          seen.push(first?.value);
          if (seen.length === 10) resolve();
          return 'commit';
        },
      });
    });
    for (let i = 0; i < 10; i += 1) await log.publish('blocks.v1', [record(i)]);
    await all;
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await log.close();
  });
});
