import { describe, expect, it } from '@jest/globals';
import { channelOf } from './build-channel.js';
import { openTestControlStore } from './control-store.js';

describe('the control store of the tests', () => {
  it('is as new for whoever opens it next, and closed for whoever had it', async () => {
    const first = await openTestControlStore();
    const [organisations, channel] = [await first.organisations.list(), channelOf({ id: 'kept' })];
    await first.channels.put(channel);
    expect(await first.channels.list(null)).toHaveLength(1);
    await first.close();
    const second = await openTestControlStore();
    expect([await second.channels.list(null), await second.organisations.list()]).toEqual([[], organisations]);
    await expect(first.channels.put(channel)).rejects.toThrow('the store is closed');
    const beside = await openTestControlStore();
    await beside.channels.put(channel);
    expect(await second.channels.list(null)).toEqual([]);
    await Promise.all([second.close(), beside.close()]);
  });
});
