import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { messageOf } from '../../core/errors.js';
import type { AlertStore, OutboundEvent } from '../../ports/control-store.js';
import type { EventLog } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { CheckWatch } from '../checking/check-watch.js';
import type { Identity } from '../platform/caller.js';
import { type ChainHealth, createHealthWatch } from './chain-health.js';
import { RealtimeClient } from './client.js';
import { EventStream } from './event-stream.js';

export interface Credentials {
  readonly apiKey?: string | undefined;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

export interface RealtimeParts {
  readonly log: EventLog;
  readonly alerts: AlertStore;
  readonly logger: Logger;
  /** Null: this process checks nothing. */
  readonly checks?: CheckWatch | null;
  readonly chains: () => Promise<readonly ChainHealth[]>;
  authenticate(credentials: Credentials): Promise<Identity>;
}

const BATCH = 64;
/** Within this time a revoked key's sockets are cut off, a chain's new state is told, and so is what the log lost. */
const LOOK_EVERY_MS = 2_000;
/** What a client may send: a subscription with a thousand addresses is 50 KB. */
const MAX_MESSAGE_BYTES = 131_072;

const handshakeSchema = z.object({ apiKey: z.string().max(200).optional() });

/** Sockets on the server of the API: events as they are put into `alerts.v1`, by push. */
export async function startRealtime(server: HttpServer, parts: RealtimeParts): Promise<{ close(): Promise<void> }> {
  const { log, alerts, logger } = parts;
  const io = new Server(server, { path: '/socket.io', serveClient: false, maxHttpBufferSize: MAX_MESSAGE_BYTES });
  const stream = new EventStream(alerts);
  await stream.start();
  const subscription = await log.subscribe({
    topic: 'alerts.v1',
    group: `realtime-${randomUUID()}`, // Every instance has sockets of its own, so that each hears everything.
    from: 'latest',
    maxBatch: BATCH,
    async handle(records) {
      // The log carries what the alert stage and the API put into it; a broker's adapter checks what it decodes.
      await stream.accept(records.flatMap(({ value }) => value as readonly OutboundEvent[]));
      return 'commit';
    },
  });
  await stream.catchUp();
  const clients = new Map<Socket, RealtimeClient>();
  const callerOf = async (socket: Socket) => (await identify(socket, parts)).caller;

  io.use((socket, next) => {
    callerOf(socket).then(
      (caller) => (caller?.scopes.includes('read') ? next() : next(new Error('unauthorized'))),
      (error: unknown) => {
        logger.warn({ error: messageOf(error) }, 'a socket could not be identified');
        next(new Error('unavailable'));
      },
    );
  });
  io.on('connection', (socket) => {
    clients.set(
      socket,
      new RealtimeClient(socket, { stream, store: alerts, logger, checks: parts.checks ?? null, caller: () => callerOf(socket) }),
    );
    socket.on('disconnect', () => clients.delete(socket));
  });

  const changed = createHealthWatch();
  const look = async () => {
    for (const socket of clients.keys()) if ((await callerOf(socket)) === null) socket.disconnect(true);
    if (clients.size === 0) return;
    await stream.catchUp();
    for (const chain of changed(await parts.chains())) for (const client of clients.values()) client.tellHealth(chain.chainId, chain);
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => logger.warn({ error: messageOf(error) }, 'sockets could not be looked after'));
  }, LOOK_EVERY_MS);

  return {
    async close() {
      clearInterval(timer);
      await looking;
      await subscription.close();
      await io.close();
    },
  };
}

/** By the key in the handshake; else by the browser's cookie, where the page is one of ours. */
async function identify(socket: Socket, parts: RealtimeParts): Promise<Identity> {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success) return { caller: null, refusal: null };
  const { cookie, origin, host } = socket.handshake.headers;
  return parts.authenticate({ apiKey: handshake.data.apiKey, cookie, origin, host });
}
