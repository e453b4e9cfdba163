import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RealtimeEvent } from '../../../src/contracts/realtime.js';
import { createTocsinClient, type TocsinClient } from '../../../src/sdk/client.js';
import { paginate } from '../../../src/sdk/paginate.js';
import { isProblemError } from '../../../src/sdk/problem-error.js';
import { openRealtime } from '../../../src/sdk/realtime.js';
import { ADMIN_KEY, type Served, serve } from './serve.js';
import { addressOf, alertStageOf, analysed, analysedBlockOf, findingOf, hashOf } from './things.js';

let served: Served;
let client: TocsinClient;
const BLOCKS = [1, 2, 3, 4, 5];

beforeAll(async () => {
  served = await serve();
  client = createTocsinClient({ baseUrl: served.api.url, apiKey: ADMIN_KEY });
  for (const block of BLOCKS) await served.analytics.writer.append(analysedBlockOf(block));
  await served.analytics.writer.flush();
  await alertStageOf(served).handle(BLOCKS.map((block) => analysed(block)));
});
afterAll(() => served.close());

describe('the SDK against the API', () => {
  it('reads everything that a dashboard shows, as the contracts have it', async () => {
    const [incident] = (await client.incidents.list({ status: 'open' })).items;
    const detail = await client.incidents.get(incident?.id ?? '');
    expect(detail.alerts).toHaveLength(BLOCKS.length);
    expect((await client.alerts.get(detail.alerts[0]?.id ?? '')).incidentId).toBe(detail.id);
    expect((await client.transaction(hashOf('tx-3'))).findings).toHaveLength(1);
    expect((await client.address(addressOf('victim'), { chain: 1 })).sent).toBe(BLOCKS.length);
    expect((await client.chains()).items[0]?.analysed).toBe(5);
    expect((await client.coverage({ chain: 1 })).ranges).toHaveLength(1);
    expect((await client.analytics.overview()).alerts).toBe(BLOCKS.length);
    expect((await client.analytics.risk({ chain: 1, limit: 2 })).blocks).toHaveLength(2);
    expect((await client.analytics.top({ chain: 1 })).items[0]?.transactions).toBe(BLOCKS.length);
  });

  it('walks through all pages', async () => {
    const blocks: (number | null)[] = [];
    for await (const alert of paginate((cursor) => client.alerts.list({ limit: 2, cursor }))) blocks.push(alert.blockNumber);
    expect(blocks).toEqual([5, 4, 3, 2, 1]);
  });

  it('keeps monitors, looks at drafts and starts backtests', async () => {
    const monitor: Parameters<TocsinClient['monitors']['save']>[0] = {
      id: 'large',
      title: 'A large payment',
      chains: [1],
      on: 'transaction',
      when: 'tx.value > amount("1", 18)',
      severity: 'high',
      muted: true,
      owner: 'ops',
    };
    expect((await client.monitors.validate({ ...monitor, when: 'tx.valeu > 1' })).problems[0]).toMatchObject({ path: '/when', column: 4 });
    expect((await client.monitors.save(monitor, { version: 0 })).version).toBe(1);
    const conflict = await client.monitors.save(monitor, { version: 0 }).catch((error: unknown) => error);
    expect(isProblemError(conflict) ? conflict.status : null).toBe(409);
    expect((await client.monitors.list()).items.map(({ id, health }) => [id, health.state])).toEqual([['large', 'quiet']]);
    const refused = await client.backtests.start({ monitor, chain: 1, from: 1, to: 2 }).catch((error: unknown) => error);
    expect(isProblemError(refused) ? refused.problem.errors : null).toEqual([
      { path: '/chain', message: expect.stringContaining('no source') },
    ]);
    expect((await client.backtests.list({ limit: 5 })).items).toEqual([]);
    await client.monitors.remove('large');
    expect((await client.monitors.versions('large')).map(({ version, removed }) => [version, removed])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('decides, and is told what is refused and where', async () => {
    const id = (await client.incidents.list()).items[0]?.id ?? '';
    await client.incidents.acknowledge(id);
    await client.incidents.assign(id, { assignee: 'ada' });
    await client.incidents.mute(id, { note: 'known' });
    await client.incidents.feedback(id, { verdict: 'true_positive' });
    await client.incidents.resolve(id, { note: 'paid back' });
    expect(await client.incidents.get(id)).toMatchObject({ status: 'resolved', assignee: 'ada', mutedUntil: expect.stringMatching(/Z$/) });
    const refused = await client.alerts.get('0x1').catch((error: unknown) => error);
    expect(isProblemError(refused) ? refused.problem : null).toMatchObject({ status: 400, errors: [{ path: '/id' }] });
  });

  it('keeps channels, their secrets and deliveries, standing orders and escalations', async () => {
    expect((await client.session.get()).scopes).toContain('admin');
    const made = await client.channels.create({ id: 'sdk', kind: 'webhook', target: 'https://example.com/hook' });
    expect(made.secret).toMatch(/^whsec_/);
    expect((await client.channels.change('sdk', { minSeverity: 'high' })).minSeverity).toBe('high');
    expect((await client.channels.rotateSecret('sdk', { overlapS: 60 })).secret).not.toBe(made.secret);
    expect((await client.channels.list()).items.map(({ id }) => id)).toEqual(['sdk']);
    expect((await client.channels.get('sdk')).enabled).toBe(true);
    const draft = { organisationId: 'default', channelId: 'sdk', type: 'alert.created', body: '{}', incidentId: 'inc_sdk', severity: null };
    await served.control.outbox.enqueue([{ ...draft, id: 'msg_sdk', createdAtMs: 1, hold: null }]);
    expect((await client.deliveries.list({ incident: 'inc_sdk' })).items.map(({ id }) => id)).toEqual(['msg_sdk']);
    expect((await client.channels.deliveries('sdk', { state: 'pending' })).items).toHaveLength(1);
    expect((await client.deliveries.get('msg_sdk')).history).toEqual([]);
    expect((await client.deliveries.summary()).items).toEqual([{ channelId: 'sdk', pending: 1, held: 0, dead: 0, last: null }]);
    expect(await client.channels.replay('sdk')).toEqual({ replayed: 0 });
    await expect(client.deliveries.replay('msg_sdk')).rejects.toThrow('no dead delivery');

    await client.secrets.put('sdk-secret', { value: 'value' });
    expect((await client.secrets.list()).items.map(({ name }) => name)).toEqual(['sdk-secret']);
    await client.secrets.remove('sdk-secret');

    const steps = [{ afterMinutes: 5, channels: ['sdk'] }];
    await client.escalations.create({ id: 'night', title: 'Night', steps });
    expect((await client.escalations.change('night', { title: 'Nights' })).title).toBe('Nights');
    expect([(await client.escalations.list()).items.length, (await client.escalations.get('night')).steps]).toEqual([1, steps]);
    await client.escalations.remove('night');

    const [incident] = (await client.incidents.list()).items;
    await client.incidents.mute(incident?.id ?? '', { scope: 'address', reason: 'moved' });
    const [order] = (await client.suppressions.list()).items;
    expect(order).toMatchObject({ kind: 'mute', scope: 'address', reason: 'moved' });
    await client.suppressions.lift(order?.id ?? '');
    expect((await client.suppressions.list()).items).toEqual([]);
    expect((await client.deadLetters.list()).items).toEqual([]);
    await client.channels.remove('sdk');
    expect((await client.organisations.audit({ action: 'channel.remove' })).items).toEqual([expect.objectContaining({ target: 'sdk' })]);
  });

  it('hears what happens, and in a later run what happened in between', async () => {
    const stage = alertStageOf(served);
    const listen = async (after: string | null, until: number, during: () => Promise<void>) => {
      const heard: RealtimeEvent[] = [];
      let done: () => void = () => undefined;
      const all = new Promise<void>((resolve) => {
        done = resolve;
      });
      let live: () => void = () => undefined;
      const isLive = new Promise<void>((resolve) => {
        live = resolve;
      });
      const realtime = openRealtime({
        url: served.api.url,
        apiKey: ADMIN_KEY,
        ...(after === null ? {} : { after }),
        onEvent: (name, event) => {
          if (name !== 'health') heard.push(event);
          if (heard.length === until) done();
        },
        onState: (state) => {
          if (state.kind === 'live') live();
        },
      });
      await isLive;
      await during();
      await all;
      const { cursor } = realtime;
      realtime.close();
      return { heard, cursor };
    };
    const subject = { address: addressOf('heard'), role: 'victim' };
    const first = await listen(null, 3, async () => void (await stage.handle([analysed(50, [findingOf(50, { subject })])])));
    expect(first.heard.map(({ type }) => type)).toEqual(['alert.created', 'incident.opened', 'block']);
    await stage.handle([analysed(51, []), analysed(52, [])]);
    const second = await listen(first.cursor, 3, async () => void (await stage.handle([analysed(53, [])])));
    expect(second.heard.map(({ data }) => data['number'])).toEqual([51, 52, 53]);
  });
});
