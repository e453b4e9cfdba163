import { io, type Socket } from 'socket.io-client';
import {
  BESIDE_THE_SEQUENCE,
  closingSchema,
  laggingSchema,
  progressSchema,
  REALTIME_EVENTS,
  type RealtimeEvent,
  realtimeErrorSchema,
  realtimeEventSchema,
  type SubscribeRequest,
  subscribedSchema,
} from '../contracts/realtime.js';

export type RealtimeName = (typeof REALTIME_EVENTS)[number];

/** `refused`: the service answered, and said no; it is not tried again by itself. */
export type RealtimeState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly cursor: string }
  | { readonly kind: 'reconnecting'; readonly sinceMs: number }
  | { readonly kind: 'refused'; readonly reason: string };

export interface RealtimeOptions {
  readonly url: string;
  /** Left out in a browser that holds a session cookie. */
  readonly apiKey?: string;
  readonly filter?: Omit<SubscribeRequest, 'after'>;
  /** Resume after this cursor, as of an earlier run. */
  readonly after?: string;
  onEvent(name: RealtimeName, event: RealtimeEvent): void;
  onState?(state: RealtimeState): void;
  /** The service no longer has what came after our cursor: it goes on from now, and what is between must be asked over HTTP. */
  onGap?(reason: string): void;
  /** We took too little: events come late, from this cursor on, and none is lost. */
  onLagging?(cursor: string): void;
  /** Why the service hung up: the key was revoked, or ran out. */
  onClosing?(reason: string): void;
}

export interface Realtime {
  /** To resume after, in a later run; null before the first answer. */
  readonly cursor: string | null;
  close(): void;
}

const RECONNECT_MAX_MS = 5_000;
const ACK_TIMEOUT_MS = 10_000;
/** Refusals that another try without the cursor, or a little later, gets around. */
const LOST_CURSOR: ReadonlySet<string> = new Set(['cursor-too-old', 'cursor-unknown']);
const BUSY = 'unavailable';
const BUSY_WAIT_MS = 2_000;

/** Follows what happens. After a lost connection it resumes behind the last event it handed over: nothing is missed, nothing comes twice. */
export function openRealtime(options: RealtimeOptions): Realtime {
  const socket: Socket = io(options.url, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    reconnectionDelayMax: RECONNECT_MAX_MS,
    withCredentials: true,
    auth: options.apiKey === undefined ? {} : { apiKey: options.apiKey },
  });
  let cursor = options.after ?? null;
  let isClosed = false;
  const tell = (state: RealtimeState) => options.onState?.(state);

  async function subscribe(): Promise<void> {
    const request: SubscribeRequest = { ...options.filter, ...(cursor === null ? {} : { after: cursor }) };
    const answer: unknown = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck('subscribe', request);
    const accepted = subscribedSchema.safeParse(answer);
    if (!accepted.success) {
      const refused = realtimeErrorSchema.safeParse(answer);
      await afterRefusal(refused.success ? refused.data.error : 'The answer to subscribe was not understood.');
      return;
    }
    cursor ??= accepted.data.cursor;
    tell({ kind: 'live', cursor });
  }

  async function afterRefusal(reason: string): Promise<void> {
    if (LOST_CURSOR.has(reason) && cursor !== null) {
      cursor = null;
      options.onGap?.(reason);
      return await subscribe();
    }
    if (reason === BUSY) {
      await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS));
      if (socket.connected) return await subscribe();
      return;
    }
    tell({ kind: 'refused', reason });
    socket.disconnect();
  }

  socket.on('connect', () => {
    // A lost answer is the connection's fault: start it afresh.
    subscribe().catch(() => {
      if (!isClosed && socket.connected) socket.disconnect().connect();
    });
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    tell({ kind: 'reconnecting', sinceMs: Date.now() });
    // socket.io leaves it at that when the server hangs up; a restart of the service does just so.
    if (reason === 'io server disconnect') socket.connect();
  });
  socket.on('connect_error', (error) => {
    // `active` is true where it will be tried again by itself, and false where the server's own check said no.
    if (socket.active) return tell({ kind: 'reconnecting', sinceMs: Date.now() });
    if (error.message !== BUSY) return tell({ kind: 'refused', reason: error.message });
    tell({ kind: 'reconnecting', sinceMs: Date.now() });
    setTimeout(() => {
      if (!isClosed) socket.connect();
    }, BUSY_WAIT_MS);
  });
  for (const name of REALTIME_EVENTS) {
    socket.on(name, (value: unknown) => {
      const event = realtimeEventSchema.safeParse(value);
      if (!event.success) return;
      // The state of a chain, of a protocol or of a check is no part of the sequence: it comes again and again under one cursor.
      if (!BESIDE_THE_SEQUENCE.has(event.data.type)) {
        if (cursor !== null && !isAfter(event.data.cursor, cursor)) return;
        cursor = event.data.cursor;
      }
      options.onEvent(name, event.data);
    });
  }

  socket.on('progress', (value: unknown) => {
    const progress = progressSchema.safeParse(value);
    if (progress.success && (cursor === null || isAfter(progress.data.cursor, cursor))) cursor = progress.data.cursor;
  });
  socket.on('lagging', (value: unknown) => {
    const lagging = laggingSchema.safeParse(value);
    if (lagging.success) options.onLagging?.(lagging.data.cursor);
  });
  socket.on('closing', (value: unknown) => {
    const closing = closingSchema.safeParse(value);
    if (closing.success) options.onClosing?.(closing.data.reason);
  });

  tell({ kind: 'connecting' });
  return {
    get cursor() {
      return cursor;
    },
    close: () => {
      isClosed = true;
      socket.disconnect();
    },
  };
}

/** Cursors are growing numbers as text; one that is not is taken as new. */
export function isAfter(cursor: string, last: string): boolean {
  if (!/^\d+$/.test(cursor) || !/^\d+$/.test(last)) return cursor !== last;
  return BigInt(cursor) > BigInt(last);
}
