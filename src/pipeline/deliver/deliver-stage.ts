import { payloadFor } from '../../core/alert/own-view.js';
import type { Clock } from '../../ports/clock.js';
import type { Channel, ChannelStore, OutboundEvent, OutboxMessage, OutboxStore } from '../../ports/control-store.js';
import type { Handled } from '../../ports/event-log.js';
import type { HeardSubjects } from '../../ports/incident-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { Notifier } from '../../ports/notifier.js';
import { audienceOf } from './audience.js';

export interface DeliverDeps {
  readonly channels: ChannelStore;
  readonly outbox: OutboxStore;
  readonly heard: HeardSubjects;
  readonly notifier: Notifier;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly hashText: (text: string) => string;
}

/** The delays that Standard Webhooks proposes, with jitter; after the last one the message is dead and may be replayed by hand. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000];
const CLAIM_MS = 60_000;
const IDLE_MS = 1_000;
const CLAIMS = 16;

const TOLD_TYPES: ReadonlySet<OutboundEvent['type']> = new Set([
  'alert.created',
  'alert.updated',
  'alert.withdrawn',
  'incident.opened',
  'incident.updated',
  'incident.acknowledged',
  'incident.escalated',
  'incident.resolved',
  'incident.withdrawn',
]);

/** `alerts.v1` into the outbox, and the outbox to the outside: each message at least once, in order a channel. */
export class DeliverStage {
  private wake: (() => void) | null = null;

  constructor(private readonly deps: DeliverDeps) {}

  /** Puts what channels want to hear into the outbox. The id makes a second time harmless. */
  async enqueue(events: readonly OutboundEvent[]): Promise<Handled> {
    const told = events.filter((event) => TOLD_TYPES.has(event.type));
    if (told.length === 0) return 'commit';
    const channels = (await this.deps.channels.list(null)).filter((channel) => channel.enabled);
    const now = this.deps.clock.nowMs();
    const messages = (await audienceOf(told, channels, this.deps.heard, now)).map(({ event, channel }) =>
      this.message(event, channel, now),
    );
    if (messages.length > 0) {
      await this.deps.outbox.enqueue(messages);
      this.wake?.();
    }
    return 'commit';
  }

  private message(event: OutboundEvent, channel: Channel, nowMs: number): OutboxMessage {
    const seen = payloadFor(event, channel.organisationId);
    const payload = typeof seen === 'object' && seen !== null && !Array.isArray(seen) ? seen : {};
    const subject = String(Reflect.get(payload, 'id') ?? '');
    const revision = String(Reflect.get(payload, 'revision') ?? 0);
    return {
      id: `msg_${this.deps.hashText(`${subject}:${event.type}:${revision}:${channelName(channel)}`).slice(0, 32)}`,
      organisationId: channel.organisationId,
      channelId: channel.id,
      type: event.type,
      body: JSON.stringify({ type: event.type, timestamp: new Date(nowMs).toISOString(), data: payload }),
      attempts: 0,
      nextAttemptAtMs: nowMs,
      createdAtMs: nowMs,
      state: 'pending',
      lastError: null,
      deliveredAtMs: null,
    };
  }

  /** Sends what is due until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const sent = await this.sendDue().catch((error: unknown) => {
        this.deps.logger.warn({ error: String(error) }, 'the outbox cannot be read; trying again');
        return 0;
      });
      if (sent === 0) {
        await this.tellPending();
        await this.idle(signal);
      }
    }
  }

  private async tellPending(): Promise<void> {
    const pending = await this.deps.outbox.pending().catch(() => null); // The next round says what is wrong with the store.
    if (pending !== null) this.deps.metrics.gauge('tocsin_outbox_pending', pending);
  }

  private async idle(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    this.wake = () => stop.abort();
    await this.deps.clock.sleep(IDLE_MS, AbortSignal.any([signal, stop.signal]));
    this.wake = null;
  }

  /** One round: the oldest due message of each channel. Returns how many were tried. */
  async sendDue(): Promise<number> {
    const due = await this.deps.outbox.claimDue(this.deps.clock.nowMs(), CLAIMS, CLAIM_MS);
    await Promise.all(due.map((message) => this.send(message)));
    return due.length;
  }

  private async send(message: OutboxMessage): Promise<void> {
    const { channels, outbox, notifier, metrics, clock } = this.deps;
    const channel = await channels.get(message.organisationId, message.channelId);
    if (channel === null || !channel.enabled) return outbox.markDead(message.id, 'the channel was removed or switched off');
    const result = await notifier.send(channel, { id: message.id, body: message.body });
    metrics.count('tocsin_deliveries_total', { kind: channel.kind, result: result.kind });
    if (result.kind === 'delivered') return outbox.markDelivered(message.id, clock.nowMs());
    if (result.kind === 'dead') return outbox.markDead(message.id, result.reason);
    const delay = RETRY_AFTER_MS[message.attempts];
    if (delay === undefined) return outbox.markDead(message.id, `gave up after ${message.attempts + 1} attempts: ${result.reason}`);
    const jittered = delay * (0.8 + Math.random() * 0.4);
    return outbox.markFailed(message.id, result.reason, clock.nowMs() + Math.max(jittered, result.afterMs ?? 0));
  }
}

/** Ids of the first organisation's messages are as they were before there were others. */
function channelName({ organisationId, id }: Channel): string {
  return organisationId === 'default' ? id : `${organisationId}/${id}`;
}
