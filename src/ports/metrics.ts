export type MetricLabels = Readonly<Record<string, string>>;

/** Counters and the like, by their full name (`tocsin_…`). Names and labels are declared once, in the adapter. */
export interface Metrics {
  count(name: string, labels?: MetricLabels, by?: number): void;
  gauge(name: string, value: number, labels?: MetricLabels): void;
  /** Seconds, where the name ends so. */
  observe(name: string, value: number, labels?: MetricLabels): void;
}

export const SILENT_METRICS: Metrics = { count: () => undefined, gauge: () => undefined, observe: () => undefined };
