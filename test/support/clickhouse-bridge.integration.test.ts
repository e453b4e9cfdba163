import { gzipSync } from 'node:zlib';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClickHouseBridge, startClickHouseBridge } from './clickhouse-bridge.js';

describe('the ClickHouse bridge', () => {
  let bridge: ClickHouseBridge;
  beforeAll(async () => {
    bridge = await startClickHouseBridge();
  });
  afterAll(() => bridge.close());

  const post = (search: Readonly<Record<string, string>>, body: BodyInit = '', headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${bridge.url}/?${new URLSearchParams(search)}`, { method: 'POST', body, headers });

  it('is there', async () => {
    expect(await (await fetch(`${bridge.url}/ping`)).text()).toBe('Ok.\n');
  });

  it('takes a query from the URL or the body, in the format that is asked for', async () => {
    expect(await (await post({ query: 'SELECT 1 AS a, 2 AS b' })).text()).toBe('1\t2\n');
    expect(await (await post({ default_format: 'JSONEachRow' }, 'SELECT 1 AS a')).text()).toBe('{"a":1}\n');
    expect(await (await post({}, 'SELECT 1 AS a FORMAT CSV')).text()).toBe('1\n');
  });

  it('obeys the settings of a request', async () => {
    const query = 'SELECT toUInt64(7) AS a FORMAT JSONEachRow';
    expect(await (await post({ query, output_format_json_quote_64bit_integers: '1' })).text()).toBe('{"a":"7"}\n');
    expect(await (await post({ query, output_format_json_quote_64bit_integers: '0' })).text()).toBe('{"a":7}\n');
  });

  it('binds parameters as they were, whatever is in them', async () => {
    const client = createClient({ url: bridge.url });
    const values = ['plain', "it's", 'tab\tnew\nline', 'back\\slash', '\\N', '\\t', "'); DROP TABLE x; --", 'ünï', ''];
    for (const value of values) {
      const result = await client.query({ query: 'SELECT {v:String} AS v', query_params: { v: value }, format: 'JSONEachRow' });
      expect(await result.json()).toEqual([{ v: value }]);
    }
    const none = await client.query({ query: 'SELECT {v:Nullable(String)} AS v', query_params: { v: null }, format: 'JSONEachRow' });
    expect(await none.json()).toEqual([{ v: null }]);
    await client.close();
  });

  it('inserts the bytes of a body as they are, packed or not', async () => {
    await post({}, 'CREATE TABLE t (a UInt32, b String) ENGINE = MergeTree ORDER BY a');
    const query = 'INSERT INTO t FORMAT TabSeparated';
    expect((await post({ query }, '1\tone; SELECT\n')).status).toBe(200);
    const packed = new Uint8Array(gzipSync('2\ttwo\\tand more\n'));
    expect((await post({ query }, packed, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await post({ query: 'INSERT INTO t (b, a) FORMAT TabSeparated' }, 'three\t3\n')).status).toBe(200);
    expect(await (await post({ query: 'SELECT * FROM t ORDER BY a' })).text()).toBe('1\tone; SELECT\n2\ttwo\\tand more\n3\tthree\n');
  });

  it('packs an answer only for who asks for it', async () => {
    const query = 'SELECT 5';
    const packed = await post({ query, enable_http_compression: '1' }, '', { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.text()).toBe('5\n');
    expect((await post({ query }, '', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
    const client = createClient({ url: bridge.url, compression: { request: true, response: true } });
    expect(await (await client.query({ query: 'SELECT 6 AS a', format: 'JSONEachRow' })).json()).toEqual([{ a: 6 }]);
    await client.close();
  });

  it.each([
    ['SELEC 1', 400, '62'],
    ['SELECT * FROM not_there', 404, '60'],
    ["SELECT throwIf(1, 'on purpose')", 500, '395'],
  ])('refuses %s as the server does', async (query, status, code) => {
    const answer = await post({ query });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, code]);
    expect(await answer.text()).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: `));
  });

  it('refuses a database that it does not have', async () => {
    const answer = await post({ query: 'SELECT 1', database: 'other' });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([404, '81']);
  });
});
