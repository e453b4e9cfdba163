import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ControlStore } from '../../ports/control-store.js';

/** What `--once` came to; names as in its JSON. */
export interface RunSummary {
  readonly blocks: number;
  readonly transactions: number;
  readonly findings: number;
  readonly alerts: number;
  readonly incidents: number;
  readonly deadLetters: number;
  readonly coverage: { readonly complete: number; readonly partial: number; readonly missing: number };
  /** From the first read to everything delivered and durable; opening the engines is not part of it. */
  readonly wallMs: number;
  readonly txPerSecond: number;
  readonly peakRssMb: number;
  readonly modelId: string | null;
  readonly rulesVersion: string;
}

export interface SummaryInputs {
  readonly chainIds: readonly number[];
  readonly control: ControlStore;
  readonly analytics: AnalyticsStore;
  readonly wallMs: number;
  readonly modelId: string | null;
  readonly rulesVersion: string;
}

/** Read back from the stores, not counted along the way: what is told is what is there. */
export async function summarise({ chainIds, control, analytics, wallMs, modelId, rulesVersion }: SummaryInputs): Promise<RunSummary> {
  const [counts, totals, alerts, deadLetters] = await Promise.all([
    Promise.all(chainIds.map((chainId) => analytics.reader.counts(chainId))),
    Promise.all(chainIds.map((chainId) => analytics.reader.coverageTotals(chainId))),
    control.alerts.counts(),
    control.deadLetters.count(),
  ]);
  const sum = <T>(items: readonly T[], read: (item: T) => number) => items.reduce((total, item) => total + read(item), 0);
  const transactions = sum(counts, (count) => count.transactions);
  return {
    blocks: sum(counts, (count) => count.blocks),
    transactions,
    findings: sum(counts, (count) => count.findings),
    alerts: alerts.alerts,
    incidents: alerts.incidents,
    deadLetters,
    coverage: {
      complete: sum(totals, (total) => total.complete),
      partial: sum(totals, (total) => total.partial),
      missing: sum(totals, (total) => total.missing),
    },
    wallMs: Math.round(wallMs),
    txPerSecond: Math.round((transactions * 1_000) / wallMs),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
    modelId,
    rulesVersion,
  };
}

export function sentenceOf(summary: RunSummary): string {
  const { complete, partial, missing } = summary.coverage;
  return [
    `${summary.blocks} blocks, ${summary.transactions} transactions: ${summary.findings} findings, ${summary.alerts} alerts in ${summary.incidents} incidents, ${summary.deadLetters} dead letters.`,
    `Coverage: ${complete} complete, ${partial} partial, ${missing} missing.`,
    `${(summary.wallMs / 1_000).toFixed(1)} s, ${summary.txPerSecond} transactions a second, at most ${summary.peakRssMb} MB; rules ${summary.rulesVersion}, model ${summary.modelId ?? 'none'}.`,
  ].join('\n');
}
