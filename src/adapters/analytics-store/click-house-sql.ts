import { Readable } from 'node:stream';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';

export type QueryParams = Readonly<Record<string, string | number | readonly string[]>>;

/** ClickHouse as the store uses it: in process (chdb) or a server, through the official client. */
export interface ClickHouseSql {
  /** Rows as JSON objects; integers of 64 bits and more come as text. */
  rows(query: string, params?: QueryParams): Promise<readonly unknown[]>;
  command(query: string, params?: QueryParams): Promise<void>;
  /** Tab-separated rows into a table. Resolves when they are durable. */
  insert(table: string, payload: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** More at once starve libuv's threads, and file access waits seconds behind them. */
const MAX_IN_FLIGHT = 4;

const SETTINGS = {
  output_format_json_quote_64bit_integers: 1, // JSON numbers lose digits beyond 2^53.
  date_time_output_format: 'unix_timestamp',
} as const;

class Gate {
  private free = MAX_IN_FLIGHT;
  private readonly waiting: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}

/** chdb binds one directory a process: a second open of another one fails until the first is closed. */
export function openChdb(dir: string | null): ClickHouseSql {
  const connection = createChdbConnection({ path: dir ?? ':memory:' });
  // The client's own copy of these types differs from the one that chdb was compiled against; the interface is the same.
  const options: object = { connection, clickhouse_settings: { ...SETTINGS } };
  const client = createClient(options);
  const gate = new Gate();
  return {
    rows: (query, params) =>
      gate.run(async () =>
        (
          await client.query({
            query,
            format: 'JSONEachRow',
            clickhouse_settings: { ...SETTINGS },
            ...(params === undefined ? {} : { query_params: { ...params } }),
          })
        ).json(),
      ),
    command: (query, params) =>
      gate.run(async () => void (await client.command({ query, ...(params === undefined ? {} : { query_params: { ...params } }) }))),
    // Straight to the engine: the bytes are parsed off the main thread and never become JavaScript values.
    insert: (table, payload) =>
      gate.run(async () => void (await connection.chdb.rawInsert({ table, values: payload, format: 'TabSeparated' }))),
    close: () => client.close(),
  };
}

export function openClickHouse(url: string): ClickHouseSql {
  const client = createClient({
    url,
    clickhouse_settings: { ...SETTINGS },
    request_timeout: 60_000,
    max_open_connections: MAX_IN_FLIGHT,
    log: { level: ClickHouseLogLevel.OFF }, // Whoever asked is told of a failure; the client would print it besides.
  });
  const gate = new Gate();
  return {
    rows: (query, params) =>
      gate.run(async () =>
        (await client.query({ query, format: 'JSONEachRow', ...(params === undefined ? {} : { query_params: { ...params } }) })).json(),
      ),
    command: (query, params) =>
      gate.run(async () => void (await client.command({ query, ...(params === undefined ? {} : { query_params: { ...params } }) }))),
    insert: (table, payload) =>
      gate.run(
        async () => void (await client.insert({ table, format: 'TabSeparated', values: Readable.from([payload], { objectMode: false }) })),
      ),
    close: () => client.close(),
  };
}
