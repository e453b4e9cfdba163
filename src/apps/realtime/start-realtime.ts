import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { messageOf } from '../../core/errors.js';
import type { AlertStore, OutboundEvent } from '../../ports/control-store.js';
import type { EventLog } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { ProtocolStore } from '../../ports/protocol-store.js';
import type { CheckWatch } from '../checking/check-watch.js';
import type { Identity } from '../platform/caller.js';
import { type ChainHealth, createHealthWatch } from './chain-health.js';
import { RealtimeClient } from './client.js';
import { EventStream } from './event-stream.js';
import { ProtocolBook } from './protocol-book.js';

export interface Credentials {
  readonly apiKey?: string | undefined;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

export interface RealtimeParts {
  readonly log: EventLog;
  readonly alerts: AlertStore;
  readonly protocols: Pick<ProtocolStore, 'list'>;
  readonly logger: Logger;
  /** Null: this process checks nothing. */
  readonly checks?: CheckWatch | null;
  readonly chains: () => Promise<readonly ChainHealth[]>;
  authenticate(credentials: Credentials): Promise<Identity>;
  /** How often sockets are looked after; every two seconds where it is left out. */
  readonly lookEveryMs?: number;
}

const BATCH = 64;
/** Within this time the sockets of a key that ended are cut off, changed protocols hold, a chain's new state is told, and so is what the log lost. */
const LOOK_EVERY_MS = 2_000;
/** Every so many looks each subscription is told where it is. */
const LOOKS_A_PROGRESS = 15;
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
    // Every instance has sockets of its own, so that each hears everything. It needs no position: what it missed it reads from the store. A group that never
    // committed one is forgotten by the broker soon after its last member is gone, so that those of dead instances do not pile up.
    group: `realtime-${randomUUID()}`,
    from: 'latest',
    maxBatch: BATCH,
    async handle(records) {
      // The log carries what the alert stage and the API put into it; a broker's adapter checks what it decodes.
      await stream.accept(records.flatMap(({ value }) => value as readonly OutboundEvent[]));
      return 'hold';
    },
  });
  await stream.catchUp();
  const clients = new Map<Socket, RealtimeClient>();
  const protocols = new ProtocolBook(parts.protocols);

  io.use((socket, next) => {
    identify(socket, parts).then(
      ({ caller, refusal }) => {
        if (caller?.scopes.includes('read') !== true) return next(refused(refusal));
        organisations.set(socket, caller.organisationId);
        next();
      },
      (error: unknown) => {
        logger.warn({ error: messageOf(error) }, 'a socket could not be identified');
        next(new Error('unavailable'));
      },
    );
  });
  io.on('connection', (socket) => {
    const organisationId = organisations.get(socket);
    if (organisationId === undefined) return socket.disconnect(true);
    const caller = async () => (await identify(socket, parts)).caller;
    clients.set(
      socket,
      new RealtimeClient(socket, { stream, store: alerts, protocols, logger, checks: parts.checks ?? null, caller, organisationId }),
    );
    socket.on('disconnect', () => clients.delete(socket));
  });

  const changed = createHealthWatch();
  let looks = 0;
  const look = async () => {
    looks += 1;
    for (const [socket, client] of clients) {
      const ended = endOf(await identify(socket, parts), organisations.get(socket));
      if (ended !== null) client.end(ended);
    }
    if (clients.size === 0) return;
    await stream.catchUp();
    protocols.look();
    for (const client of clients.values()) await client.followProtocols();
    for (const chain of changed(await parts.chains())) for (const client of clients.values()) client.tellHealth(chain.chainId, chain);
    if (looks % LOOKS_A_PROGRESS === 0) for (const client of clients.values()) client.tellProgress();
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => logger.warn({ error: messageOf(error) }, 'sockets could not be looked after'));
  }, parts.lookEveryMs ?? LOOK_EVERY_MS);

  return {
    async close() {
      clearInterval(timer);
      await looking;
      await subscription.close();
      await io.close();
    },
  };
}

/** Of whom a socket is: as it came in. */
const organisations = new WeakMap<Socket, string>();

/** The message is for programs; what a person is told comes along. */
function refused(refusal: string | null): Error {
  return Object.assign(new Error('unauthorized'), refusal === null ? {} : { data: { detail: refusal } });
}

/** Why a socket that was let in may not stay. */
function endOf({ caller, refusal }: Identity, organisationId: string | undefined): string | null {
  if (caller === null) return refusal ?? 'The key or the session is not valid any more.';
  if (caller.organisationId !== organisationId) return 'The key is of another organisation now.';
  return caller.scopes.includes('read') ? null : `The key "${caller.name}" may read no longer.`;
}

/** By the key in the handshake; else by the browser's cookie, where the page is one of ours. */
async function identify(socket: Socket, parts: RealtimeParts): Promise<Identity> {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success) return { caller: null, refusal: null };
  const { cookie, origin, host } = socket.handshake.headers;
  return parts.authenticate({ apiKey: handshake.data.apiKey, cookie, origin, host });
}
