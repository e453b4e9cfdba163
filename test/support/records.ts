import type { Logger } from '../../src/ports/logger.js';
import type { MetricLabels, Metrics } from '../../src/ports/metrics.js';

/** Metrics that a test reads back: `name{label=value}` to its count. */
export function createCountedMetrics(): Metrics & { readonly counts: ReadonlyMap<string, number>; total(name: string): number } {
  const counts = new Map<string, number>();
  const keyOf = (name: string, labels: MetricLabels = {}) =>
    `${name}{${Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .join(',')}}`;
  return {
    counts,
    total: (name) => [...counts].filter(([key]) => key.startsWith(`${name}{`)).reduce((sum, [, count]) => sum + count, 0),
    count(name, labels, by = 1) {
      const key = keyOf(name, labels);
      counts.set(key, (counts.get(key) ?? 0) + by);
    },
    gauge: () => undefined,
    observe: () => undefined,
  };
}

export const SILENT_LOGGER: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
