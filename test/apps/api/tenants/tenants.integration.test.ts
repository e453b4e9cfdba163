import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, type Answer } from '../serve.js';
import { ROUTES, type RouteRow } from './routes.js';
import { MISSING, openWorld, type Tenant, type Things, type World } from './world.js';

let world: World;
const rows = Object.entries(ROUTES).map(([name, row]) => ({ name, row, method: name.slice(0, name.indexOf(' ')) }));

beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world?.close());

function call(name: string, row: RouteRow, key: string | null, things: Things): Promise<Answer> {
  const method = name.slice(0, name.indexOf(' '));
  const body = row.body?.(things);
  return world.served.request(method, row.path(things), { key, ...(body === undefined ? {} : { body }) });
}

/** An answer without what the caller itself said. */
function withoutIds(text: string, ...all: readonly Things[]): string {
  return all.flatMap((things) => Object.values(things)).reduce((left, id) => left.replaceAll(id, '…'), text);
}

/** All that an organisation sees of its own. */
async function stateOf({ apiKey, things }: Tenant): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const { name, row, method } of rows)
    if (method === 'GET' && (row.whose === 'own' || row.whose === 'list') && name !== 'GET /v1/audit')
      seen[name] = (await call(name, row, apiKey, things)).text;
  return seen;
}

describe('every route of the document', () => {
  it('is in the table: whose is what it shows and changes?', async () => {
    const { json } = await world.served.request('GET', '/openapi.json', { key: null });
    const known = Object.entries<object>(json.paths).flatMap(([path, item]) =>
      Object.keys(item).map((verb) => `${verb.toUpperCase()} ${path}`),
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  it.each(rows.filter(({ row }) => row.whose !== 'open'))('$name is closed without a key', async ({ name, row }) => {
    expect((await call(name, row, null, world.alpha.things)).status).toBe(401);
  });
});

describe('what is of another organisation', () => {
  it.each(rows.filter(({ row }) => row.whose === 'own'))('$name: is as if it were not there', async ({ name, row }) => {
    const { alpha, beta } = world;
    const before = await stateOf(alpha);
    const foreign = await call(name, row, beta.apiKey, alpha.things);
    const missing = await call(name, row, beta.apiKey, MISSING);
    expect([foreign.status, withoutIds(foreign.text, alpha.things)]).toEqual([missing.status, withoutIds(missing.text, MISSING)]);
    expect([404, 409]).toContain(foreign.status);
    expect(await stateOf(alpha)).toEqual(before);
  });

  it.each(rows.filter(({ row }) => row.whose === 'list' || row.whose === 'shared'))(
    '$name: is in no answer',
    async ({ name, row, method }) => {
      const { alpha, beta } = world;
      if (method !== 'GET' && row.whose === 'shared') return;
      const [own, foreign] = [await call(name, row, alpha.apiKey, alpha.things), await call(name, row, beta.apiKey, alpha.things)];
      expect([own.status, foreign.status]).toEqual([200, 200]);
      expect(foreign.text).not.toContain('alpha');
      if (row.whose === 'list') expect([own.text.includes('alpha'), foreign.text.includes('beta')]).toEqual([true, true]);
    },
  );

  it('is not changed by what is made under the same name', async () => {
    const { alpha, beta } = world;
    const before = await stateOf(alpha);
    for (const { name, row } of rows.filter((each) => each.row.whose === 'make')) {
      // The names of alpha's, in beta's own hands: channels of monitors are its own.
      const answer = await call(name, row, beta.apiKey, { ...beta.things, protocol: alpha.things.protocol, policy: alpha.things.policy });
      expect([name, answer.status < 300 || answer.status === row.status]).toEqual([name, true]);
    }
    const taken = {
      protocols: { id: 'alpha-protocol', title: 'beta has it too', addresses: [beta.things.address] },
      channels: { id: 'alpha-channel', kind: 'webhook', target: 'https://beta.example' },
    };
    for (const [path, body] of Object.entries(taken))
      expect([path, (await world.served.request('POST', `/v1/${path}`, { key: beta.apiKey, body })).status]).toEqual([path, 201]);
    expect(await stateOf(alpha)).toEqual(before);
  });

  it('is seen where it is one’s own, among what is shared: labels and alerts', async () => {
    const { alpha, beta, served } = world;
    for (const [path, mark] of [
      [`/v1/addresses/${alpha.things.address}?chain=1`, 'alpha label'],
      [`/v1/contracts/${alpha.things.address}?chain=1`, 'alpha label'],
      [`/v1/transactions/${alpha.things.transaction}`, 'alpha summary'],
    ] as const) {
      expect([path, (await served.request('GET', path, { key: alpha.apiKey })).text.includes(mark)]).toEqual([path, true]);
      for (const key of [beta.apiKey, ADMIN_KEY])
        expect([path, (await served.request('GET', path, { key })).text.includes(mark)]).toEqual([path, false]);
    }
  });
});

describe('its owner', () => {
  it('is answered by every route, and every change leaves one row of who did what', async () => {
    const { alpha, served } = world;
    const rowsOf = (organisation: string) => served.control.audit.list(organisation, 1_000, null);
    for (const { name, row, method } of rows) {
      const isOperators = row.whose === 'operator';
      const organisation = isOperators ? 'default' : alpha.things.organisation;
      const before = (await rowsOf(organisation)).length;
      const answer = await call(name, row, row.whose === 'open' ? null : isOperators ? ADMIN_KEY : alpha.apiKey, alpha.things);
      const isRight = row.status === undefined ? answer.status < 300 : answer.status === row.status;
      expect([name, isRight || `${answer.status} ${answer.text}`]).toEqual([name, true]);
      const added = (await rowsOf(organisation)).slice(0, (await rowsOf(organisation)).length - before);
      const isAudited = method !== 'GET' && row.unaudited === undefined;
      expect([name, added.length]).toEqual([name, isAudited ? 1 : 0]);
      if (!isAudited) continue;
      expect([name, added[0]?.outcome, added[0]?.keyName]).toEqual([name, 'done', isOperators ? 'TOCSIN_API_KEY' : 'alpha admin']);
      expect(added[0]?.detail).not.toMatch(/toc_|whsec_|example\/(hook|other)/);
    }
  });

  it('is told what it may not, and that it tried stays on record', async () => {
    const { beta, served } = world;
    const operators = rows.filter(({ row }) => row.whose === 'operator');
    for (const { name, row } of operators) expect([name, (await call(name, row, beta.apiKey, beta.things)).status]).toEqual([name, 403]);
    const made = await served.request('POST', '/v1/keys', { key: beta.apiKey, body: { name: 'beta reader', scopes: ['read'] } });
    const changing = rows.filter(({ row, method }) => method !== 'GET' && row.unaudited === undefined && row.whose !== 'operator');
    const before = (await served.control.audit.list('beta', 1_000, null)).length;
    for (const { name, row } of changing) expect([name, (await call(name, row, made.json.key, beta.things)).status]).toEqual([name, 403]);
    const after = await served.control.audit.list('beta', 1_000, null);
    const refused = after.slice(0, after.length - before);
    expect(refused.map(({ outcome, keyName }) => `${outcome} ${keyName}`)).toEqual(changing.map(() => 'refused beta reader'));
  });

  it('reads its audit log whatever form a row’s detail has', async () => {
    const { alpha, served } = world;
    await served.control.audit.put({ atMs: 1, organisationId: 'alpha', keyId: 'cli', action: 'x.y', target: 'z', detail: 'version 1' });
    const { json } = await served.request('GET', '/v1/audit?limit=1', { key: alpha.apiKey });
    expect(json.items[0]).toMatchObject({ keyId: 'cli', keyName: null, detail: { text: 'version 1' } });
  });
});
