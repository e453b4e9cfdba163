import { messageOf as errorText } from '../../core/errors.js';
import type { CanaryStore } from '../../ports/canary-store.js';
import type { Clock } from '../../ports/clock.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { Channel, OutboxDraft, OutboxMessage } from '../../ports/delivery-store.js';
import type { Metrics } from '../../ports/metrics.js';
import type { Notifier } from '../../ports/notifier.js';
import { messageOf } from './message.js';

export interface CanaryDeps {
  readonly canaries: CanaryStore;
  /** Between two canaries of a chain; left out: a minute. */
  readonly canaryEveryMs?: number | null;
  readonly notifier: Notifier;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly hashText: (text: string) => string;
}

const EVERY_MS = 60_000;
/** One a channel in its turn: several chains send one each, and a little early is not too early. */
const TURN = 0.8;

/** Canaries take the way of alerts, through the outbox and in each channel's lane, and leave nothing behind but when they came through. */
export class Canaries {
  constructor(private readonly deps: CanaryDeps) {}

  /** Notes those that came, and queues them for the channels that are due. Returns how many were queued. */
  async take(events: readonly OutboundEvent[], channels: readonly Channel[]): Promise<number> {
    const { canaries, clock, hashText, canaryEveryMs } = this.deps;
    const newest = newestByChain(events);
    let queued = 0;
    for (const { event, sentAtMs } of newest) {
      const now = clock.nowMs();
      await canaries.heard({ chainId: event.chainId, sentAtMs, heardAtMs: now });
      const drafts = channels
        .filter(({ enabled, canary, chains }) => enabled && canary !== 'off' && (chains === null || chains.includes(event.chainId)))
        .map((channel): OutboxDraft => ({ ...messageOf(event, channel, now, hashText), hold: null }));
      if (drafts.length > 0) queued += await canaries.enqueue(drafts, sentAtMs, TURN * (canaryEveryMs ?? EVERY_MS));
    }
    return queued;
  }

  /** Tries a claimed one, once. False where the claim was lost meanwhile. */
  async send(message: OutboxMessage, channel: Channel | null): Promise<boolean> {
    const { canaries, clock, metrics } = this.deps;
    const reason = await this.failureOf(message, channel);
    const atMs = clock.nowMs();
    const isOurs = await canaries.end(message, { atMs, reason });
    if (isOurs && reason === null && channel !== null)
      metrics.observe('tocsin_canary_seconds', Math.max(0, atMs - sentAtOfMessage(message)) / 1_000, { kind: channel.kind });
    return isOurs;
  }

  private async failureOf({ id, body }: OutboxMessage, channel: Channel | null): Promise<string | null> {
    if (channel === null) return 'the channel was removed';
    if (!channel.enabled || channel.canary === 'off') return 'the channel is switched off';
    try {
      if (channel.canary === 'rehearse') return await this.deps.notifier.rehearse(channel, { id, body });
      const sent = await this.deps.notifier.send(channel, { id, body });
      return sent.kind === 'delivered' ? null : sent.reason;
    } catch (error) {
      return errorText(error);
    }
  }
}

/** When a canary was put into the log; null for all other events. */
export function sentAtOf({ type, payload }: Pick<OutboundEvent, 'type' | 'payload'>): number | null {
  if (type !== 'canary') return null;
  const sentAtMs = Number(Reflect.get(Object(payload), 'sentAtMs'));
  return Number.isSafeInteger(sentAtMs) ? sentAtMs : null;
}

function newestByChain(events: readonly OutboundEvent[]): readonly { readonly event: OutboundEvent; readonly sentAtMs: number }[] {
  const newest = new Map<number, { readonly event: OutboundEvent; readonly sentAtMs: number }>();
  for (const event of events) {
    const sentAtMs = sentAtOf(event);
    if (sentAtMs !== null && sentAtMs > (newest.get(event.chainId)?.sentAtMs ?? 0)) newest.set(event.chainId, { event, sentAtMs });
  }
  return [...newest.values()];
}

function sentAtOfMessage({ body, createdAtMs }: OutboxMessage): number {
  return sentAtOf({ type: 'canary', payload: Reflect.get(Object(JSON.parse(body)), 'data') }) ?? createdAtMs;
}
