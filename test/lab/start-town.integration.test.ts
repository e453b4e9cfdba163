import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startDevnet } from '../../src/lab/devnet/start-devnet.js';
import { startTown, type TownEvent } from '../../src/lab/start-town.js';

/** Lets the town of a folder live until it has told enough. */
async function liveUntil(dir: string, isEnough: (events: readonly TownEvent[]) => boolean) {
  const devnet = await startDevnet({ dir });
  const stop = new AbortController();
  const events: TownEvent[] = [];
  const town = await startTown({
    devnet,
    seed: 3,
    signal: stop.signal,
    blockMs: 5,
    attackEveryBlocks: 4,
    onEvent: (event) => {
      events.push(event);
      if (isEnough(events)) stop.abort();
    },
  });
  await town.done;
  await devnet.close();
  return { events, resumed: devnet.resumed, plan: town.plan };
}

const attacksIn = (events: readonly TownEvent[]) => events.filter(({ kind }) => kind === 'attack');

describe('the living town', () => {
  it('attacks soon after it stands, and goes on where it was after a stop', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-town-'));
    const first = await liveUntil(dir, (events) => attacksIn(events).length >= 4);
    expect(first.resumed).toBe(false);
    const [deployed, ...rest] = first.events;
    expect(deployed?.kind).toBe('deployed');
    expect(rest.filter(({ kind }) => kind === 'problem')).toEqual([]);
    const [soonest] = attacksIn(first.events);
    expect((soonest?.blockNumber ?? 0) - (deployed?.blockNumber ?? 0)).toBeLessThanOrEqual(10);

    const second = await liveUntil(dir, (events) => attacksIn(events).length >= 2);
    expect(second.resumed).toBe(true);
    expect(second.plan.contracts).toEqual(first.plan.contracts);
    expect(second.events.filter(({ kind }) => kind === 'problem')).toEqual([]);
    const last = Math.max(...first.events.map(({ blockNumber }) => blockNumber));
    expect(second.events[0]).toEqual({ kind: 'deployed', blockNumber: expect.any(Number) });
    for (const { blockNumber } of second.events) expect(blockNumber).toBeGreaterThanOrEqual(last);
    rmSync(dir, { recursive: true, force: true });
  });

  it('says that the chain is gone, instead of waiting for it for ever', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-town-'));
    const devnet = await startDevnet({ dir });
    const town = await startTown({ devnet, seed: 3, signal: new AbortController().signal, blockMs: 5 });
    await devnet.close();
    await expect(town.done).rejects.toThrow('does not answer');
    rmSync(dir, { recursive: true, force: true });
  });
});
