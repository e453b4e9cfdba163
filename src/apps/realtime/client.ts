import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import { type realtimeErrorSchema, type Subscribed, subscribeSchema, unsubscribeSchema } from '../../contracts/realtime.js';
import { messageOf } from '../../core/errors.js';
import type { AlertStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { CheckWatch } from '../checking/check-watch.js';
import type { Caller } from '../platform/caller.js';
import { type Wanted, wantedOf, wantsChain } from './event-filter.js';
import type { EventStream } from './event-stream.js';
import { packetOf } from './event-text.js';
import type { NamedProtocols, ProtocolBook } from './protocol-book.js';
import { type Receiver, Subscription } from './subscription.js';

export interface ClientDeps {
  readonly stream: EventStream;
  readonly store: Pick<AlertStore, 'oldestCursor' | 'latestCursor'>;
  readonly protocols: ProtocolBook;
  readonly logger: Logger;
  /** Null: this process checks nothing. */
  readonly checks: Pick<CheckWatch, 'watch'> | null;
  readonly caller: () => Promise<Caller | null>;
  /** As it was when the socket came in: what it hears is this organisation's. */
  readonly organisationId: string;
}

type Request = z.output<typeof subscribeSchema>;
type Refusal = z.output<typeof realtimeErrorSchema>;
interface Outcome {
  readonly reply: Subscribed | Refusal;
  begin?(): void;
}

const MAX_SUBSCRIPTIONS = 20;
const TOO_MANY: Outcome = { reply: { error: 'too-many-subscriptions' } };
/** What may wait for one client; beyond, its subscriptions read on from the store when it has taken most of it. As much again may be with the engine. */
const FULL_PACKETS = 512;
const FULL_CHARACTERS = 1_000_000;
const MOST_TAKEN = 50;

interface Held {
  readonly place: Subscription;
  readonly request: Request;
  wanted: Wanted;
  /** Of the protocols that `wanted` was made of. */
  print: string;
  /** The newest cursor that the client was told in any way. */
  told: bigint;
  unwatch(): void;
}

/** One connected socket and what it subscribed to. */
export class RealtimeClient {
  private readonly subscriptions = new Map<string, Held>();
  private waitingCharacters = 0;
  /** Requests are taken one after the other: each asks the store, which serves everybody. */
  private turn: Promise<unknown> = Promise.resolve();
  private requestsWaiting = 0;

  constructor(
    private readonly socket: Socket,
    private readonly deps: ClientDeps,
  ) {
    socket.on(
      'subscribe',
      (request: unknown, answer: unknown) =>
        void this.answer(
          answer,
          this.inTurn(() => this.subscribe(request)),
        ),
    );
    socket.on('unsubscribe', (request: unknown, answer: unknown) => void this.answer(answer, Promise.resolve(this.unsubscribe(request))));
    socket.on('disconnect', () => this.close());
    // Given to the transport: what waits here is nothing again.
    socket.conn.on('flush', () => {
      this.waitingCharacters = 0;
    });
  }

  private async answer(acknowledge: unknown, result: Promise<{ readonly reply: object; begin?(): void }>): Promise<void> {
    const { reply, begin } = await result.catch((error: unknown) => {
      this.deps.logger.warn({ error: messageOf(error) }, 'a subscription failed');
      return { reply: { error: 'unavailable' } satisfies Refusal, begin: undefined };
    });
    if (typeof acknowledge === 'function') acknowledge(reply);
    begin?.();
  }

  private inTurn(subscribe: () => Promise<Outcome>): Promise<Outcome> {
    if (this.requestsWaiting >= MAX_SUBSCRIPTIONS) return Promise.resolve(TOO_MANY);
    this.requestsWaiting += 1;
    const outcome = this.turn.then(subscribe).finally(() => {
      this.requestsWaiting -= 1;
    });
    this.turn = outcome.catch(() => undefined);
    return outcome;
  }

  private async subscribe(given: unknown): Promise<Outcome> {
    if (this.subscriptions.size >= MAX_SUBSCRIPTIONS) return TOO_MANY;
    const parsed = subscribeSchema.safeParse(given ?? {});
    if (!parsed.success) return { reply: { error: 'bad-request', errors: parsed.error.issues.map(issueOf) } };
    const { after } = parsed.data;
    const refusal = after === undefined ? null : await this.refusalOf(BigInt(after));
    if (refusal !== null) return { reply: refusal };
    const { organisationId, protocols } = this.deps;
    const named = await protocols.now(organisationId, parsed.data.protocols ?? []);
    if (named.unknown.length > 0)
      return {
        reply: { error: 'unknown-protocol', errors: [{ path: '/protocols', message: `no such protocol: ${named.unknown.join(', ')}` }] },
      };
    const subscriptionId = randomUUID();
    const unwatch = await this.watchChecks(parsed.data.checks ?? [], subscriptionId);
    if (unwatch === null) return { reply: { error: 'unknown-check', errors: [{ path: '/checks', message: 'are no checks of yours' }] } };
    const refused = (error: Refusal['error']) => {
      unwatch();
      return { reply: { error } };
    };
    // From here on nothing waits: the client cannot have gone before the place is on record.
    if (!this.socket.connected) return refused('unavailable');
    const wanted = wantedOf(parsed.data, organisationId, named.protocols);
    const from = after === undefined ? this.deps.stream.cursor : BigInt(after);
    const place = new Subscription({ ...this.deps, receiver: this.receiverOf(organisationId, subscriptionId) }, wanted, from, (error) =>
      this.fail(error),
    );
    this.subscriptions.set(subscriptionId, { place, request: parsed.data, wanted, print: printOf(named), told: from, unwatch });
    // The answer first: events come after it, and the client knows whose they are.
    return { reply: { subscriptionId, cursor: String(from) }, begin: () => place.start() };
  }

  private receiverOf(organisationId: string, subscriptionId: string): Receiver {
    return {
      send: (event) => this.sendPacket(packetOf(event, organisationId, subscriptionId)),
      isFull: () => this.waiting >= FULL_PACKETS || this.waitingCharacters >= FULL_CHARACTERS,
      room: () => this.room(),
      lagging: (cursor) => void this.socket.emit('lagging', { subscriptionId, cursor: String(cursor) }),
    };
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
        stops.push(await checks.watch(id, asking, (answer) => this.sendBeside('check', subscriptionId, 'check.changed', answer)));
    } catch {
      for (const stop of stops) stop();
      return null;
    }
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** The state of a chain changed: no part of the sequence. */
  tellHealth(chainId: number, data: object): void {
    for (const [id, { wanted }] of this.subscriptions) if (wantsChain(wanted, chainId)) this.sendBeside('health', id, 'chain', data);
  }

  /** Where a subscription is, told also when nothing of what happened was wanted: else its cursor would grow too old to resume after. */
  tellProgress(): void {
    for (const [subscriptionId, held] of this.subscriptions) {
      const { cursor } = held.place;
      if (cursor <= held.told) continue;
      held.told = cursor;
      this.socket.emit('progress', { subscriptionId, cursor: String(cursor) });
    }
  }

  /** Sets of addresses that were changed since they were asked for hold from here on; of one that is gone the client is told. */
  async followProtocols(): Promise<void> {
    const { protocols, organisationId } = this.deps;
    for (const [id, held] of this.subscriptions) {
      const asked = held.request.protocols;
      if (asked === undefined) continue;
      const named = await protocols.lately(organisationId, asked);
      if (printOf(named) === held.print || !this.subscriptions.has(id)) continue;
      held.print = printOf(named);
      held.wanted = wantedOf(held.request, organisationId, named.protocols);
      held.place.want(held.wanted);
      for (const protocol of named.unknown) this.sendBeside('health', id, 'protocol', { protocol, state: 'removed' });
    }
  }

  /** Beside the sequence: under the cursor that the subscription is at, so that who resumes after it loses nothing. */
  private sendBeside(name: string, subscriptionId: string, type: string, data: unknown): void {
    const cursor = this.subscriptions.get(subscriptionId)?.place.cursor ?? this.deps.stream.cursor;
    if (this.socket.connected) this.socket.emit(name, { cursor: String(cursor), subscriptionId, type, data });
  }

  private sendPacket(packet: string): void {
    if (!this.socket.connected) return;
    this.waitingCharacters += packet.length;
    this.socket.conn.write(packet);
  }

  /** Says why, and hangs up; on who takes nothing, at once. */
  end(reason: string): void {
    this.socket.emit('closing', { reason });
    const isTaking = this.waiting <= MOST_TAKEN;
    if (isTaking) this.socket.disconnect(true);
    else this.socket.conn.close(true);
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

function printOf({ protocols, unknown }: NamedProtocols): string {
  return JSON.stringify([protocols.map(({ id, chains, addresses }) => [id, chains, addresses]), unknown]);
}

function issueOf(issue: z.core.$ZodIssue): { path: string; message: string } {
  return { path: issue.path.map((key) => `/${String(key)}`).join(''), message: issue.message };
}
