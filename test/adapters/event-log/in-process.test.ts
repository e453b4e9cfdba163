import { describe, expect, it } from '@jest/globals';
import { createInProcessEventLog } from '../../../src/adapters/event-log/in-process.js';
import { eventLogContract } from '../../contract/event-log.js';
import { SILENT_LOGGER } from '../../support/records.js';

eventLogContract('in one process', async () => ({ log: createInProcessEventLog({ logger: SILENT_LOGGER }), reopen: async () => null }));

describe('the bound of the log in one process', () => {
  const record = (value: number) => ({ key: '1', value, headers: { schema: 'blocks.v1', chain: '1', block: String(value) } });

  it('makes publishing wait where a group is behind', async () => {
    const log = createInProcessEventLog({ logger: SILENT_LOGGER, bound: 4 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const seen: unknown[] = [];
    await log.subscribe({
      topic: 'blocks.v1',
      group: 'slow',
      async handle([first]) {
        await held;
        seen.push(first?.value);
        return 'commit';
      },
    });
    let published = 0;
    const publishing = (async () => {
      for (let i = 0; i < 10; i += 1) {
        await log.publish('blocks.v1', [record(i)]);
        published += 1;
      }
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(published).toBe(4);
    release();
    await publishing;
    while (seen.length < 10) await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await log.close();
  });
});
