import { outboundMessageSchema } from '../../contracts/outbound-message.js';
import { payloadFor } from '../../core/alert/own-view.js';
import { messageOf as errorText } from '../../core/errors.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { ChannelStore, OutboxMessage, OutboxStore, Settlement } from '../../ports/delivery-store.js';
import type { Handled } from '../../ports/event-log.js';
import type { HeardSubjects } from '../../ports/incident-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { NotifyResult } from '../../ports/notifier.js';
import { audienceOf, isTold } from './audience.js';
import { Canaries, type CanaryDeps } from './canaries.js';
import { digestOf } from './digest.js';
import { messageOf } from './message.js';
import { retryDelayMs } from './retry-delay.js';

export interface DeliverDeps extends CanaryDeps {
  readonly channels: ChannelStore;
  readonly outbox: OutboxStore;
  readonly heard: HeardSubjects;
  readonly logger: Logger;
}

/** Longer than any try takes: a claim that runs out belongs to a process that died. */
const CLAIM_MS = 60_000;
const IDLE_MS = 500;
/** Each is a lane of its own; a slow receiver holds one. */
const LANES = 256;
const COUNT_EVERY_MS = 2_000;
const PRUNE_EVERY_MS = 60_000;
const DELIVERED_KEPT_MS = 30 * 86_400_000;
const DEAD_KEPT_MS = 90 * 86_400_000;
/** Blocks that were read again long after are no delay of ours. */
const LONGEST_DELAY_S = 90_000;

/** `alerts.v1` into the outbox, and the outbox to the outside: each message at least once, in order a channel, each channel at its own speed. */
export class DeliverStage {
  private wake: (() => void) | null = null;
  private isWoken = false;
  private readonly inFlight = new Set<Promise<void>>();
  private prunedAtMs = 0;
  private countedAtMs = 0;
  private readonly canaries: Canaries;

  constructor(private readonly deps: DeliverDeps) {
    this.canaries = new Canaries(deps);
  }

  /** Puts what channels want to hear into the outbox. The id makes a second time harmless. */
  async enqueue(events: readonly OutboundEvent[]): Promise<Handled> {
    const told = events.filter(isTold);
    const hasCanary = events.some(({ type }) => type === 'canary');
    if (told.length === 0 && !hasCanary) return 'commit';
    const { channels, outbox, heard, clock, hashText, metrics } = this.deps;
    const all = await channels.list(null);
    if (hasCanary && (await this.canaries.take(events, all)) > 0) this.wakeUp();
    if (told.length === 0) return 'commit';
    const now = clock.nowMs();
    const audience = await audienceOf(
      told,
      all.filter(({ enabled }) => enabled),
      heard,
      now,
    );
    const drafts = audience.map(({ event, channel }) =>
      messageOf({ ...event, payload: payloadFor(event, channel.organisationId) }, channel, now, hashText),
    );
    if (drafts.length > 0) {
      await outbox.enqueue(drafts);
      for (const { type, body } of drafts)
        if (type === 'alert.created') observeSince(metrics, 'tocsin_seen_to_queued_seconds', timeOf(body, 'seen'), now, {});
      this.wakeUp();
    }
    return 'commit';
  }

  /** Sends what is due until the signal; then finishes what is in hand. What was not sent is there at the next start. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.isWoken = false;
      const started = await this.startDue().catch((error: unknown) => {
        this.deps.logger.warn({ error: errorText(error) }, 'the outbox cannot be read; trying again');
        return 0;
      });
      if (started > 0) continue;
      await this.tidy();
      await this.idle(signal);
    }
    await Promise.all(this.inFlight);
  }

  /** One round, to its end: the oldest due message of each channel. Returns how many were tried. */
  async sendDue(): Promise<number> {
    const started = await this.startDue();
    await Promise.all(this.inFlight);
    return started;
  }

  private async startDue(): Promise<number> {
    const { outbox, clock, hashText } = this.deps;
    const now = clock.nowMs();
    await outbox.release(now, (members) => digestOf(members, now, hashText));
    const free = LANES - this.inFlight.size;
    if (free === 0) return 0;
    const due = await outbox.claimDue(now, free, CLAIM_MS);
    for (const message of due) this.start(message);
    return due.length;
  }

  /** The next of the channel goes as soon as this one is through, whatever others do. */
  private start(message: OutboxMessage): void {
    const sending = this.send(message)
      .catch((error: unknown) =>
        this.deps.logger.warn({ error: errorText(error), message: message.id }, 'a delivery was not recorded; it comes again'),
      )
      .finally(() => {
        this.inFlight.delete(sending);
        this.wakeUp();
      });
    this.inFlight.add(sending);
  }

  private async send(message: OutboxMessage): Promise<void> {
    const { channels, outbox, notifier, metrics, clock } = this.deps;
    const channel = await channels.get(message.organisationId, message.channelId);
    if (message.type === 'canary') return void (await this.canaries.send(message, channel));
    const result: NotifyResult =
      channel === null
        ? { kind: 'dead', reason: 'the channel was removed', exchange: null }
        : !channel.enabled
          ? { kind: 'dead', reason: 'the channel is switched off', exchange: null }
          : await notifier.send(channel, { id: message.id, body: message.body });
    const now = clock.nowMs();
    const settlement = settlementOf(message, result, now);
    const kind = channel?.kind ?? 'none';
    const attempt = {
      atMs: now,
      result: result.kind,
      reason: result.kind === 'delivered' ? null : result.reason,
      exchange: result.exchange,
    };
    const isOurs = await outbox.settle(message, settlement, attempt, pauseOf(result, now));
    metrics.count('tocsin_deliveries_total', { kind, result: isOurs ? settlement.kind : 'lost' });
    if (!isOurs || result.kind !== 'delivered') return;
    metrics.observe('tocsin_queued_to_delivered_seconds', (now - message.createdAtMs) / 1_000, { kind });
    if (message.type === 'alert.created')
      observeSince(metrics, 'tocsin_block_to_delivered_seconds', timeOf(message.body, 'block'), now, { kind });
  }

  private async tidy(): Promise<void> {
    const { outbox, metrics, clock, logger } = this.deps;
    try {
      const now = clock.nowMs();
      if (now - this.countedAtMs < COUNT_EVERY_MS) return;
      this.countedAtMs = now;
      metrics.gauge('tocsin_outbox_pending', await outbox.pending());
      if (now - this.prunedAtMs < PRUNE_EVERY_MS) return;
      this.prunedAtMs = now;
      await outbox.prune(now - DELIVERED_KEPT_MS, now - DEAD_KEPT_MS);
    } catch (error) {
      logger.warn({ error: errorText(error) }, 'the outbox could not be tidied; trying again');
    }
  }

  private wakeUp(): void {
    this.isWoken = true;
    this.wake?.();
  }

  private async idle(signal: AbortSignal): Promise<void> {
    if (this.isWoken) return; // While it looked.
    const stop = new AbortController();
    this.wake = () => stop.abort();
    await this.deps.clock.sleep(IDLE_MS, AbortSignal.any([signal, stop.signal]));
    this.wake = null;
  }
}

function settlementOf(message: OutboxMessage, result: NotifyResult, nowMs: number): Settlement {
  if (result.kind === 'delivered') return { kind: 'delivered' };
  if (result.kind === 'dead') return { kind: 'dead', error: result.reason };
  const attempts = message.attempts + 1;
  if (nowMs >= message.retryUntilMs)
    return { kind: 'dead', error: `gave up after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${result.reason}` };
  const next = nowMs + Math.max(retryDelayMs(message.attempts, Math.random()), result.afterMs ?? 0);
  // The last try is at the end of the time, not somewhere before it.
  return { kind: 'retry', error: result.reason, nextAttemptAtMs: result.afterMs === null ? Math.min(next, message.retryUntilMs) : next };
}

function pauseOf(result: NotifyResult, nowMs: number): number | null {
  if (result.kind === 'delivered' && result.pauseMs !== undefined) return nowMs + result.pauseMs;
  if (result.kind === 'retry' && result.isPause === true && result.afterMs !== null) return nowMs + result.afterMs;
  return null;
}

function timeOf(body: string, time: 'block' | 'seen'): string | null {
  return outboundMessageSchema.safeParse(JSON.parse(body)).data?.times[time] ?? null;
}

function observeSince(metrics: Metrics, name: string, since: string | null, nowMs: number, labels: Readonly<Record<string, string>>): void {
  const seconds = since === null ? Number.NaN : (nowMs - Date.parse(since)) / 1_000;
  if (seconds >= 0 && seconds < LONGEST_DELAY_S) metrics.observe(name, seconds, labels);
}
