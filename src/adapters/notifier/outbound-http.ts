import { isIP } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { messageOf } from '../../core/errors.js';
import type { Exchange } from '../../ports/delivery-store.js';
import { isPublicAddress, publicLookup } from './public-lookup.js';
import { decoded, withoutSecrets } from './redact.js';

const TIMEOUT_MS = 10_000;
const FORBIDDEN = 'the target is a private address; TOCSIN_ALLOW_PRIVATE_TARGETS allows it';
const RESPONSE_KEPT = 4_096;
const REQUEST_KEPT = 16_384;
const HIDDEN_REQUEST_HEADERS: ReadonlySet<string> = new Set(['authorization']);
const HIDDEN_RESPONSE_HEADERS: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2', 'www-authenticate']);

export interface OutboundRequest {
  readonly url: string;
  /** The URL as it may be shown. */
  readonly shownUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Taken out of whatever is kept of the exchange. */
  readonly secrets: readonly string[];
}

export interface OutboundAnswer {
  readonly exchange: Exchange;
  /** As it came, cut at 4 KB; null where none came. Only for judging: it may echo secrets. */
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  /** The target is a private address: no try would be another. */
  readonly isForbidden: boolean;
}

export interface OutboundHttp {
  /** Never throws for what the other side does. */
  post(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Connects as `post` would, TLS included, and lets go without a word. Rejects where that fails or is forbidden. */
  reach(url: string): Promise<void>;
  close(): Promise<void>;
}

/** POST to an address that somebody outside chose: public ones only, redirects not followed, everything within ten seconds and four kilobytes. */
export function createOutboundHttp({ allowPrivateTargets }: { readonly allowPrivateTargets: boolean }): OutboundHttp {
  const timeouts = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS };
  const connect = { timeout: TIMEOUT_MS, ...(allowPrivateTargets ? {} : { lookup: publicLookup }) };
  const agent = new Agent({ ...timeouts, connect });
  const connector = buildConnector(connect);

  async function answerTo({ url: given, headers, body }: OutboundRequest) {
    const { url, authorization } = withoutUserinfo(given);
    const {
      statusCode,
      headers: answered,
      body: stream,
    } = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { ...authorization, ...headers },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: statusCode, headers: flat(answered), body: await beginningOf(stream) };
  }

  return {
    async post(outbound) {
      const startedAt = performance.now();
      const done = (response: OutboundAnswer['response'], error: string | null, isForbidden = false): OutboundAnswer => ({
        exchange: exchangeOf(outbound, response, performance.now() - startedAt, error),
        response,
        isForbidden,
      });
      if (!URL.canParse(outbound.url)) return done(null, 'the target is no URL', true);
      if (!allowPrivateTargets && isPrivateHost(new URL(outbound.url).hostname)) return done(null, FORBIDDEN, true);
      try {
        return done(await answerTo(outbound), null);
      } catch (error) {
        return done(null, reasonOf(error), Reflect.get(Object(error), 'code') === 'EPRIVATE');
      }
    },
    async reach(url) {
      if (!URL.canParse(url)) throw new Error('the target is no URL');
      const { hostname, host, protocol, port } = new URL(url);
      if (!allowPrivateTargets && isPrivateHost(hostname)) throw new Error(FORBIDDEN);
      await new Promise<void>((resolve, reject) =>
        connector({ hostname, host, protocol, port, servername: isIP(hostname) === 0 ? hostname : '' }, (error, socket) => {
          socket?.destroy();
          if (error === null) resolve();
          else reject(error);
        }),
      );
    },
    close: () => agent.close(),
  };
}

/** A literal address is not looked up: it is judged here. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}

/** What stands before the host of a URL is sent as `Authorization: Basic` (RFC 7617), as browsers and curl do. */
function withoutUserinfo(given: string) {
  const url = new URL(given);
  const { username, password } = url;
  if (username === '' && password === '') return { url: given, authorization: {} };
  url.username = '';
  url.password = '';
  const pair = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { url: url.toString(), authorization: { authorization: `Basic ${pair}` } };
}

/** Whatever comes after the first 4 KB, or never comes, changes nothing about an answer that was given. */
async function beginningOf(stream: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= RESPONSE_KEPT) break;
    }
  } catch {
    // The status is known.
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, RESPONSE_KEPT).toString('utf8');
}

function exchangeOf(
  { shownUrl, headers, body, secrets }: OutboundRequest,
  response: OutboundAnswer['response'],
  latencyMs: number,
  error: string | null,
): Exchange {
  const clean = (text: string) => withoutSecrets(text, secrets);
  return {
    request: {
      method: 'POST',
      url: clean(shownUrl),
      headers: shownHeaders(headers, HIDDEN_REQUEST_HEADERS, clean),
      body: clean(body).slice(0, REQUEST_KEPT),
    },
    response:
      response === null
        ? null
        : { status: response.status, headers: shownHeaders(response.headers, HIDDEN_RESPONSE_HEADERS, clean), body: clean(response.body) },
    latencyMs: Math.round(latencyMs),
    error: error === null ? null : clean(error),
  };
}

function shownHeaders(headers: Readonly<Record<string, string>>, hidden: ReadonlySet<string>, clean: (text: string) => string) {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (hidden.has(name) ? [] : [[name, clean(value).slice(0, 1_000)]])),
  );
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function reasonOf(error: unknown): string {
  const isTimeout = Reflect.get(Object(error), 'name') === 'TimeoutError';
  return isTimeout ? `no answer within ${TIMEOUT_MS / 1_000} seconds` : messageOf(error) || 'the connection failed';
}
