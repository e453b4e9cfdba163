import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileContracts } from '../../src/lab/compile.js';
import { rpc } from '../../src/lab/devnet/rpc.js';
import { startDevnet } from '../../src/lab/devnet/start-devnet.js';
import { approvalUnlimitedToEoa } from '../../src/lab/scenarios/approval-unlimited-to-eoa.js';
import { startTown, type TownEvent } from '../../src/lab/start-town.js';
import { type MinedBlock, Town } from '../../src/lab/town.js';

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

  it('lives on after its chain was reorganised', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-town-'));
    const devnet = await startDevnet({ dir });
    const town = await Town.open(devnet, 3, compileContracts());
    const live = async (blocks: number) => {
      const mined: MinedBlock[] = [];
      for (let i = 0; i < blocks; i += 1) mined.push(await town.mine(town.headTimestamp + 12));
      return mined;
    };
    await live(3);
    await rpc(devnet.httpUrl, 'anvil_reorg', [2, []]);
    const [changed, ...next] = await live(4);
    expect(changed?.reorganised).toBe(true);
    expect(next.map(({ reorganised, refusals }) => ({ reorganised, refusals }))).toEqual(
      next.map(() => ({ reorganised: false, refusals: [] })),
    );
    // Nothing is left in the pool, waiting for a nonce that never comes.
    expect(await rpc(devnet.httpUrl, 'txpool_status')).toEqual({ pending: '0x0', queued: '0x0' });
    town.begin(approvalUnlimitedToEoa, 'attack');
    const deeds = (await live(2)).flatMap((block) => block.deeds);
    expect(deeds).toMatchObject([{ kind: 'attack', succeeded: true }]);
    await devnet.close();
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
