import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import { type realtimeErrorSchema, type Subscribed, subscribeSchema, unsubscribeSchema } from '../../contracts/realtime.js';
import { messageOf } from '../../core/errors.js';
import type { AlertStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { CheckWatch } from '../checking/check-watch.js';
import type { Caller } from '../platform/caller.js';
import { createEventFilter, type EventFilter, nameOf } from './event-filter.js';
import type { EventStream } from './event-stream.js';
import { type Receiver, Subscription } from './subscription.js';

export interface ClientDeps {
  readonly stream: EventStream;
  readonly store: Pick<AlertStore, 'eventsAfter' | 'oldestCursor' | 'latestCursor'>;
  readonly logger: Logger;
  /** Null: this process checks nothing. */
  readonly checks: Pick<CheckWatch, 'watch'> | null;
  readonly caller: () => Promise<Caller | null>;
}

type Refusal = z.output<typeof realtimeErrorSchema>;

const MAX_SUBSCRIPTIONS = 20;
/** Packets that may wait for one client; beyond, its subscriptions read on from the store when it has taken most of them. */
const FULL = 1_000;
const MOST_TAKEN = 100;

/** One connected socket and what it subscribed to. */
export class RealtimeClient {
  private readonly subscriptions = new Map<string, { readonly place: Subscription; readonly filter: EventFilter; unwatch(): void }>();

  constructor(
    private readonly socket: Socket,
    private readonly deps: ClientDeps,
  ) {
    socket.on('subscribe', (request: unknown, answer: unknown) => void this.answer(answer, this.subscribe(request)));
    socket.on('unsubscribe', (request: unknown, answer: unknown) => void this.answer(answer, Promise.resolve(this.unsubscribe(request))));
    socket.on('disconnect', () => this.close());
  }

  private async answer(acknowledge: unknown, result: Promise<{ readonly reply: object; begin?(): void }>): Promise<void> {
    const { reply, begin } = await result.catch((error: unknown) => {
      this.deps.logger.warn({ error: messageOf(error) }, 'a subscription failed');
      return { reply: { error: 'unavailable' } satisfies Refusal, begin: undefined };
    });
    if (typeof acknowledge === 'function') acknowledge(reply);
    begin?.();
  }

  private async subscribe(given: unknown): Promise<{ readonly reply: Subscribed | Refusal; begin?(): void }> {
    const parsed = subscribeSchema.safeParse(given ?? {});
    if (!parsed.success) return { reply: { error: 'bad-request', errors: parsed.error.issues.map(issueOf) } };
    const { after } = parsed.data;
    const refusal = after === undefined ? null : await this.refusalOf(BigInt(after));
    if (refusal !== null) return { reply: refusal };
    const subscriptionId = randomUUID();
    const caller = await this.deps.caller();
    if (caller === null) return { reply: { error: 'unavailable' } };
    const unwatch = await this.watchChecks(parsed.data.checks ?? [], subscriptionId);
    if (unwatch === null) return { reply: { error: 'unknown-check', errors: [{ path: '/checks', message: 'are no checks of yours' }] } };
    const refused = (error: Refusal['error']) => {
      unwatch();
      return { reply: { error } };
    };
    // From here on nothing waits: neither can the client have gone, nor the bound be passed, before the place is on record.
    if (!this.socket.connected) return refused('unavailable');
    if (this.subscriptions.size >= MAX_SUBSCRIPTIONS) return refused('too-many-subscriptions');
    const filter = createEventFilter(parsed.data, caller.organisationId);
    const from = after === undefined ? this.deps.stream.cursor : BigInt(after);
    const receiver: Receiver = {
      send: (event) => this.send(nameOf(event), event.cursor, subscriptionId, event.type, event.payload),
      isFull: () => this.waiting >= FULL,
      room: () => this.room(),
    };
    const place = new Subscription({ ...this.deps, wants: filter.wants, receiver }, from, (error) => this.fail(error));
    this.subscriptions.set(subscriptionId, { place, filter, unwatch });
    // The answer first: events come after it, and the client knows whose they are.
    return { reply: { subscriptionId, cursor: String(from) }, begin: () => place.start() };
  }

  /** What cannot be resumed without a gap is told; the client loads afresh, and knows that it does. */
  private async refusalOf(after: bigint): Promise<Refusal | null> {
    const [oldest, latest] = await Promise.all([this.deps.store.oldestCursor(), this.deps.store.latestCursor()]);
    if (after > BigInt(latest)) return { error: 'cursor-unknown', errors: [{ path: '/after', message: `the newest is ${latest}` }] };
    const isGone = oldest !== null && after < BigInt(oldest) - 1n;
    return isGone ? { error: 'cursor-too-old', errors: [{ path: '/after', message: `events are kept from ${oldest} on` }] } : null;
  }

  private unsubscribe(given: unknown): { readonly reply: object } {
    const parsed = unsubscribeSchema.safeParse(given);
    if (!parsed.success) return { reply: { error: 'bad-request', errors: parsed.error.issues.map(issueOf) } satisfies Refusal };
    const { subscriptionId } = parsed.data;
    this.subscriptions.get(subscriptionId)?.place.close();
    this.subscriptions.get(subscriptionId)?.unwatch();
    return { reply: { subscriptionId, removed: this.subscriptions.delete(subscriptionId) } };
  }

  /** Null: one of them is no check of the caller's. */
  private async watchChecks(ids: readonly string[], subscriptionId: string): Promise<(() => void) | null> {
    const { checks, caller } = this.deps;
    const asking = ids.length === 0 ? null : await caller();
    if (ids.length === 0) return () => undefined;
    if (checks === null || asking === null) return null;
    const stops: (() => void)[] = [];
    try {
      for (const id of ids)
        stops.push(
          await checks.watch(id, asking, (answer) =>
            this.send('check', String(this.deps.stream.cursor), subscriptionId, 'check.changed', answer),
          ),
        );
    } catch {
      for (const stop of stops) stop();
      return null;
    }
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** The state of a chain changed: no part of the sequence, and under its newest cursor. */
  tellHealth(chainId: number, data: object): void {
    const cursor = String(this.deps.stream.cursor);
    for (const [id, { filter }] of this.subscriptions) if (filter.wantsChain(chainId)) this.send('health', cursor, id, 'chain', data);
  }

  private send(name: string, cursor: string, subscriptionId: string, type: string, data: unknown): void {
    if (this.socket.connected) this.socket.emit(name, { cursor, subscriptionId, type, data });
  }

  /** Packets that the connection has not taken yet. */
  private get waiting(): number {
    const buffer: unknown = Reflect.get(this.socket.conn, 'writeBuffer');
    return Array.isArray(buffer) ? buffer.length : 0;
  }

  private async room(): Promise<void> {
    const { conn } = this.socket;
    while (this.socket.connected && this.waiting > MOST_TAKEN) {
      await new Promise<void>((resolve) => {
        const done = () => {
          conn.off('drain', done);
          conn.off('close', done);
          resolve();
        };
        conn.on('drain', done);
        conn.on('close', done);
      });
    }
  }

  private fail(error: unknown): void {
    this.deps.logger.warn(
      { error: messageOf(error) },
      'a socket cannot be given all that it asked for: it is cut off, and told so when it resumes',
    );
    this.socket.disconnect(true);
  }

  close(): void {
    for (const { place, unwatch } of this.subscriptions.values()) {
      place.close();
      unwatch();
    }
    this.subscriptions.clear();
  }
}

function issueOf(issue: z.core.$ZodIssue): { path: string; message: string } {
  return { path: issue.path.map((key) => `/${String(key)}`).join(''), message: issue.message };
}
