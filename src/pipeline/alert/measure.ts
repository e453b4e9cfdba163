import type { FindingsEvent } from '../../core/alert/findings-event.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { Metrics } from '../../ports/metrics.js';

/** Recorded blocks were not seen when they were made: what would be longer is no delay of ours. */
const LONGEST_S = 3_600;

export function countTold(metrics: Metrics, events: readonly OutboundEvent[]): void {
  for (const { type, own } of events) {
    metrics.count('tocsin_alert_events_total', { type });
    const suppressed = type === 'alert.created' && Object.values(own ?? {}).some((view) => view['suppressedBy'] !== undefined);
    if (suppressed) metrics.count('tocsin_alerts_suppressed_total');
  }
}

/** Where the time of a block with findings went: from its own time to seen, analysed, alerted. */
export function observeDelays(metrics: Metrics, events: readonly FindingsEvent[], nowMs: number): void {
  for (const event of events) {
    if (event.kind !== 'analysed' || event.findings.length === 0) continue;
    const { ref, seenAtMs, analysedAtMs } = event.summary;
    const observe = (name: string, fromMs: number, toMs: number) => {
      const seconds = Math.max(0, toMs - fromMs) / 1_000;
      if (seconds < LONGEST_S) metrics.observe(name, seconds, { chain: String(ref.chainId) });
    };
    observe('tocsin_block_to_seen_seconds', ref.timestamp * 1_000, seenAtMs);
    observe('tocsin_seen_to_analysed_seconds', seenAtMs, analysedAtMs);
    observe('tocsin_analysed_to_alerted_seconds', analysedAtMs, nowMs);
    observe('tocsin_block_to_alert_seconds', seenAtMs, nowMs);
  }
}
