import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createControlStore, migrateControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import { openPglite, type Sql } from '../../../src/adapters/control-store/sql.js';
import { wantedOf } from '../../../src/apps/realtime/event-filter.js';
import { EventStream } from '../../../src/apps/realtime/event-stream.js';
import { Subscription } from '../../../src/apps/realtime/subscription.js';
import { subscribeSchema } from '../../../src/contracts/realtime.js';
import type { OutboundEvent } from '../../../src/ports/control-store.js';
import { type Served, serve } from '../api/serve.js';
import { alertStageOf, analysed } from '../api/things.js';
import { TestSocket } from './sockets.js';

let served: Served;
let sql: Sql;

beforeAll(async () => {
  sql = await openPglite(null);
  await migrateControlStore(sql);
  served = await serve({ control: createControlStore(sql) });
});
afterAll(() => served.close());

/** Events enough to fill the buffers of a connection that nobody reads, and more. */
const FLOOD = 20_000;
const BATCH = 500;

describe('a client that takes nothing for a while', () => {
  it('costs no other client anything, and hears all of it when it takes again', async () => {
    const slow = await TestSocket.connect(served.api.url);
    const quick = await TestSocket.connect(served.api.url);
    await slow.ask('subscribe', {});
    await quick.ask('subscribe', {});
    const connection = Reflect.get(Reflect.get(slow.socket.io.engine.transport, 'ws'), '_socket');
    connection.pause();
    const lagging: string[] = [];
    slow.socket.on('lagging', ({ cursor }: { cursor: string }) => lagging.push(cursor));
    const stage = alertStageOf(served);
    for (let first = 1; first <= FLOOD; first += BATCH)
      await stage.handle(Array.from({ length: BATCH }, (_, i) => analysed(first + i, [])));
    await quick.until((heard) => heard.length === FLOOD);
    expect(slow.heard.length).toBeLessThan(FLOOD);
    connection.resume();
    await slow.until((heard) => heard.length === FLOOD);
    // It was told so, in its place in the sequence.
    expect(lagging.length).toBeGreaterThan(0);
    expect(Number(lagging[0])).toBeLessThan(FLOOD);
    const all = Array.from({ length: FLOOD }, (_, i) => i + 1);
    expect(quick.blocks()).toEqual(all);
    expect(slow.blocks()).toEqual(all);
    await Promise.all([quick.close(), slow.close()]);
  });
});

describe('what waits for a client', () => {
  it('is bounded, however long it takes nothing, and goes on in order', async () => {
    const stream = new EventStream(served.control.alerts);
    await stream.start();
    const sent: bigint[] = [];
    const lagged: bigint[] = [];
    let waiting = 0;
    let mostWaiting = 0;
    let taken: () => void = () => undefined;
    const receiver = {
      send: (event: OutboundEvent) => {
        sent.push(BigInt(event.cursor));
        waiting += 1;
        mostWaiting = Math.max(mostWaiting, waiting);
      },
      isFull: () => waiting >= 50,
      lagging: (cursor: bigint) => void lagged.push(cursor),
      room: async () => {
        while (waiting > 0) await new Promise<void>((resolve) => (taken = resolve));
      },
    };
    const start = stream.cursor;
    const lost: unknown[] = [];
    const wanted = wantedOf(subscribeSchema.parse({}), 'default', []);
    new Subscription({ stream, store: served.control.alerts, receiver }, wanted, start, (error) => lost.push(error)).start();
    const stage = alertStageOf(served);
    const total = 1_500;
    for (let block = 0; block < total; block += 100) {
      await stage.handle(Array.from({ length: 100 }, (_, i) => analysed(100_000 + block + i, [])));
      await stream.accept(await served.control.alerts.eventsAfter(String(stream.cursor), 1_000));
    }
    expect(sent).toHaveLength(50);
    while (sent.length < total) {
      waiting = 0;
      taken();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent).toEqual(Array.from({ length: total }, (_, i) => start + BigInt(i + 1)));
    expect(mostWaiting).toBeLessThanOrEqual(250); // A full one, and one page of what was stored.
    expect(lagged[0]).toBe(start + 50n);
    expect(lost).toEqual([]);
  });
});

describe('a cursor whose events were forgotten by age', () => {
  it('is refused, with the oldest that is kept', async () => {
    const latest = Number(await served.control.alerts.latestCursor());
    await sql.query('delete from outbound_events where cursor < $1', [latest - 10]);
    const client = await TestSocket.connect(served.api.url);
    expect(await client.ask('subscribe', { after: String(latest - 100) })).toEqual({
      error: 'cursor-too-old',
      errors: [{ path: '/after', message: `events are kept from ${latest - 10} on` }],
    });
    // The one before the oldest misses nothing.
    await client.ask('subscribe', { after: String(latest - 11) });
    await client.until((heard) => heard.length === 11);
    await client.close();
  });
});
