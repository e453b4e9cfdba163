import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isAfter, openRealtime, type Realtime, type RealtimeOptions, type RealtimeState } from '../../src/sdk/realtime.js';
import { ADMIN_KEY, type Served, serve } from '../apps/api/serve.js';
import { type Cable, layCable } from '../dashboard/support/cable.js';
import { createTeller } from '../dashboard/support/story.js';
import { laterBlock } from '../dashboard/support/town.js';

let served: Served;
let teller: ReturnType<typeof createTeller>;
let step = 0;
const open: Realtime[] = [];

beforeAll(async () => {
  served = await serve({ lookEveryMs: 200 });
  teller = createTeller(served);
});

afterEach(() => {
  for (const realtime of open.splice(0)) realtime.close();
});

afterAll(async () => {
  await served?.close();
});

/** A client with all that it heard. */
function listen(url: string, options: Partial<RealtimeOptions> = {}) {
  const heard: { readonly name: string; readonly cursor: string }[] = [];
  const states: RealtimeState[] = [];
  const waiting: { readonly isMet: () => boolean; readonly resolve: () => void }[] = [];
  const look = () => {
    for (const { isMet, resolve } of [...waiting]) if (isMet()) resolve();
  };
  const realtime = openRealtime({
    url,
    apiKey: ADMIN_KEY,
    onEvent(name, { cursor }) {
      if (name !== 'health') heard.push({ name, cursor });
      look();
    },
    onState(state) {
      states.push(state);
      look();
    },
    ...options,
  });
  open.push(realtime);
  return {
    realtime,
    heard,
    states,
    until: (isMet: () => boolean) => (isMet() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ isMet, resolve }))),
    isLive: () => states.at(-1)?.kind === 'live',
  };
}

/** A block with one finding: alert, incident, block. */
async function happen(times = 1): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    step += 1;
    await teller.tell([laterBlock(step, 1_760_000_000 + step * 12)]);
  }
}

async function cursorsAfter(cursor: string): Promise<readonly string[]> {
  return (await served.control.alerts.eventsAfter(cursor, 1_000)).map((event) => event.cursor);
}

describe('the live connection', () => {
  it('hands over what happens, in order', async () => {
    const client = listen(served.api.url);
    await client.until(client.isLive);
    const from = client.realtime.cursor ?? '';
    await happen(3);
    await client.until(() => client.heard.length >= 9);
    expect(client.heard.map(({ cursor }) => cursor)).toEqual(await cursorsAfter(from));
    expect(new Set(client.heard.map(({ name }) => name))).toEqual(new Set(['alert', 'incident', 'block']));
  });

  it('resumes after a cut without a gap or a repeat, however often it is cut', async () => {
    const cable: Cable = await layCable(served.api.url);
    const client = listen(cable.url);
    await client.until(client.isLive);
    const from = client.realtime.cursor ?? '';
    for (let cut = 0; cut < 3; cut += 1) {
      await happen();
      await cable.pull();
      await client.until(() => client.states.at(-1)?.kind === 'reconnecting');
      await happen(2);
      await cable.plugIn();
      await client.until(client.isLive);
    }
    const expected = await cursorsAfter(from);
    await client.until(() => client.heard.length >= expected.length);
    expect(client.heard.map(({ cursor }) => cursor)).toEqual(expected);
    client.realtime.close();
    await cable.pull();
  }, 60_000);

  it('goes on in a later run where an earlier one ended', async () => {
    const first = listen(served.api.url);
    await first.until(first.isLive);
    const after = first.realtime.cursor ?? '';
    first.realtime.close();
    await happen(2);
    const second = listen(served.api.url, { after });
    const expected = await cursorsAfter(after);
    await second.until(() => second.heard.length >= expected.length);
    expect(second.heard.map(({ cursor }) => cursor)).toEqual(expected);
  });

  it('says that there is a gap where its cursor is not known any more, and goes on from now', async () => {
    const gaps: string[] = [];
    const client = listen(served.api.url, { after: '999999999', onGap: (reason) => void gaps.push(reason) });
    await client.until(client.isLive);
    expect(gaps).toEqual(['cursor-unknown']);
    await happen();
    await client.until(() => client.heard.length >= 3);
  });

  it('hears only what it asked for', async () => {
    const client = listen(served.api.url, { filter: { blocks: false, incidents: false } });
    await client.until(client.isLive);
    await happen(2);
    await client.until(() => client.heard.length >= 2);
    expect(client.heard.map(({ name }) => name)).toEqual(['alert', 'alert']);
  });

  it('is told when it is not let in, and does not try for ever', async () => {
    const client = listen(served.api.url, { apiKey: 'toc_wrong' });
    await client.until(() => client.states.at(-1)?.kind === 'refused');
    expect(client.states).toEqual([{ kind: 'connecting' }, { kind: 'refused', reason: 'unauthorized' }]);
  });
});

describe('cursors', () => {
  it('are compared as numbers, not as text', () => {
    expect([isAfter('10', '9'), isAfter('9', '10'), isAfter('9', '9'), isAfter('9007199254740993', '9007199254740992')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
