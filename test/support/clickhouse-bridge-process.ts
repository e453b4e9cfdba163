import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createChdbConnection } from 'chdb/connection';

/**
 * ClickHouse's HTTP interface over chdb: `<data folder> <port, 0 for a free one>`. Says its port in one line, and ends when its owner does (stdin ends) or at
 * SIGTERM. Written from the server's documentation, so that the client does not notice: what it cannot do it refuses.
 */
const [dir = '', wantedPort = '0'] = process.argv.slice(2);
const connection = createChdbConnection({ path: dir });

/** Of the wire or the session, not of the engine. */
const NO_SETTINGS = [
  'query',
  'query_id',
  'database',
  'session_id',
  'session_timeout',
  'role',
  'user',
  'password',
  'compress',
  'decompress',
];
const RAW_FORMATS = ['JSONEachRow', 'JSONCompactEachRow', 'CSV', 'CSVWithNames', 'TSV', 'TabSeparated', 'TabSeparatedWithNames'] as const;
const INSERT = /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`]+)\s*(?:\(([^)]*)\))?\s*FORMAT\s+(\w+)\s*$/i;

/** Names and values of a request: the query, how it is asked, and the data that follows it. */
interface Request {
  readonly query: string;
  readonly data: Buffer;
  readonly params: Readonly<Record<string, string | null>>;
  readonly settings: Readonly<Record<string, string>>;
}

async function requestFrom(message: IncomingMessage): Promise<Request> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const sent = await buffer(message);
  const body = message.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
  const inUrl = url.searchParams.get('query');
  const named = [...url.searchParams];
  const database = url.searchParams.get('database') ?? 'default';
  if (database !== 'default') throw new Error(`Code: 81. DB::Exception: Database ${database} does not exist. (UNKNOWN_DATABASE)`);
  return {
    query: inUrl ?? body.toString(),
    data: inUrl === null ? Buffer.alloc(0) : body,
    params: Object.fromEntries(named.flatMap(([name, value]) => (name.startsWith('param_') ? [[name.slice(6), unescaped(value)]] : []))),
    settings: Object.fromEntries(named.filter(([name]) => !name.startsWith('param_') && !NO_SETTINGS.includes(name))),
  };
}

/** Parameters come as a tab-separated field does. */
function unescaped(value: string): string | null {
  if (value === '\\N') return null;
  const meant: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', '0': '\0' };
  return value.replace(/\\(.)/gs, (_all, letter: string) => meant[letter] ?? letter);
}

async function run({ query, data, params, settings }: Request): Promise<Buffer> {
  const [, table, columns, formatName] = INSERT.exec(query) ?? [];
  const format = RAW_FORMATS.find((name) => name === formatName);
  if (table !== undefined && format !== undefined && data.length > 0) {
    const named = columns === undefined ? {} : { columns: columns.split(',').map((column) => column.trim()) };
    // The bytes as they came: as text they would pass through the parser of queries.
    await connection.chdb.rawInsert({ table, values: data, format, ...named });
    return Buffer.alloc(0);
  }
  const whole = data.length === 0 ? query : `${query}\n${data.toString()}`;
  const { stream } = await connection.query({
    query: whole,
    clickhouse_settings: { default_format: 'TabSeparated', ...settings },
    ...(Object.keys(params).length === 0 ? {} : { query_params: { ...params } }),
  });
  return buffer(stream);
}

const BAD_QUERY = [6, 26, 27, 36, 38, 41, 42, 43, 44, 47, 53, 62, 72, 115, 117, 130, 131, 457];
const NOT_THERE = [16, 46, 60, 81];

function statusOf(code: number): number {
  if (BAD_QUERY.includes(code)) return 400;
  return NOT_THERE.includes(code) ? 404 : 500;
}

/** An exception as the server writes it; the client reads code and type from the text. */
function answerException(response: ServerResponse, error: unknown): void {
  const code = Number(/Code: (\d+)/.exec(String(error))?.[1] ?? Reflect.get(Object(error), 'code') ?? 1001) || 1001;
  const type = Reflect.get(Object(error), 'type');
  const message = (error instanceof Error ? error.message : String(error)).replace(/^Code: \d+\. DB::Exception: /, '');
  const named = typeof type === 'string' && !message.includes(`(${type})`) ? `${message} (${type})` : message;
  response
    .writeHead(statusOf(code), { 'content-type': 'text/plain; charset=UTF-8', 'x-clickhouse-exception-code': String(code) })
    .end(`Code: ${code}. DB::Exception: ${named}\n`);
}

async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  if (url.pathname === '/ping') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('Ok.\n');
    return;
  }
  try {
    const result = await run(await requestFrom(message));
    const isZipped =
      url.searchParams.get('enable_http_compression') === '1' && String(message.headers['accept-encoding'] ?? '').includes('gzip');
    response
      .writeHead(200, {
        'x-clickhouse-query-id': url.searchParams.get('query_id') ?? '',
        ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
      })
      .end(isZipped ? gzipSync(result) : result);
  } catch (error) {
    answerException(response, error);
  }
}

const server = createServer({ keepAliveTimeout: 10_000 }, (message, response) => void answer(message, response));

async function end(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await connection.close();
  process.exit(0); // The engine's threads would keep the process.
}

process.once('SIGTERM', () => void end());
process.stdin.once('end', () => void end()).resume();
server.listen(Number(wantedPort), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
