import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../../ports/metrics.js';

const COUNTERS: Readonly<Record<string, { help: string; labels: readonly string[] }>> = {
  tocsin_ingest_events_total: { help: 'Events put into blocks.v1', labels: ['chain', 'kind'] },
  tocsin_ingest_retries_total: { help: 'Times a chain could not be read and was tried again', labels: ['chain'] },
  tocsin_source_disagreements_total: {
    help: 'Answers of endpoints that were malformed or contradicted the header',
    labels: ['chain', 'reason'],
  },
  tocsin_facts_unknown_total: { help: 'Facts that no endpoint gave', labels: ['chain', 'fact'] },
  tocsin_dead_letters_total: { help: 'Inputs put on record as unusable', labels: ['stage', 'reason'] },
  tocsin_outcomes_total: { help: 'How inputs of a stage ended', labels: ['stage', 'outcome', 'reason'] },
  tocsin_transactions_total: { help: 'Transactions analysed', labels: ['chain'] },
  tocsin_findings_total: { help: 'Findings raised', labels: ['chain', 'detector', 'severity'] },
  tocsin_detector_failures_total: { help: 'Detectors that threw; the block is partial', labels: ['detector'] },
  tocsin_alert_events_total: { help: 'Events told outside', labels: ['type'] },
  tocsin_alerts_suppressed_total: { help: 'Alerts that a suppression keeps silent for somebody; they are on record', labels: [] },
  tocsin_deliveries_total: { help: 'Tries to deliver', labels: ['kind', 'result'] },
  tocsin_http_requests_total: { help: 'HTTP requests', labels: ['method', 'route', 'status'] },
  tocsin_shadow_watch_total: { help: 'Transactions at or above risk 44, by the champion and by its shadow', labels: ['chain', 'model'] },
  tocsin_checks_total: { help: 'Pre-transaction checks', labels: ['verdict'] },
  tocsin_guard_requests_total: { help: 'What was sent through the guard, by what became of it', labels: ['policy', 'verdict', 'outcome'] },
};

const GAUGES: Readonly<Record<string, { help: string; labels: readonly string[] }>> = {
  tocsin_chain_head: { help: 'Number of the newest head', labels: ['chain'] },
  tocsin_chain_analysed: { help: 'Number of the newest analysed block', labels: ['chain'] },
  tocsin_drift_psi: {
    help: 'Population stability index of a feature against training; 0.1 warns, 0.25 is another world',
    labels: ['chain', 'feature'],
  },
  tocsin_drift_unknown: { help: 'Share of the newest transactions that do not know a feature', labels: ['chain', 'feature'] },
  tocsin_drift_exceedance: {
    help: 'Share of the newest transactions with p < 0.01; 0.01 where calibration holds',
    labels: ['chain', 'part'],
  },
  tocsin_alerts_realised: { help: 'Of the newest 2,000 scores, those at or above the line of the alert budget', labels: ['chain'] },
  tocsin_alerts_budgeted: { help: 'How many the budget expects among as many', labels: ['chain'] },
  tocsin_canary_silent: { help: 'Chains and channels whose canaries do not come through, by who looked', labels: ['watcher'] },
  tocsin_outbox_pending: { help: 'Messages waiting for delivery', labels: [] },
  tocsin_consumer_lag: { help: 'Records behind the head of a topic', labels: ['topic', 'group'] },
};

/** From a local receiver to one that was down for a day. */
const DELAY_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600, 86_400];
const STEP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60, 300];

const HISTOGRAMS: Readonly<Record<string, { help: string; labels: readonly string[]; buckets: number[] }>> = {
  tocsin_block_to_seen_seconds: {
    help: 'From the time of a block with findings to its head seen',
    labels: ['chain'],
    buckets: STEP_BUCKETS,
  },
  tocsin_seen_to_analysed_seconds: { help: 'From a head seen to its analysis', labels: ['chain'], buckets: STEP_BUCKETS },
  tocsin_analysed_to_alerted_seconds: {
    help: 'From the analysis of a block to its alerts stored',
    labels: ['chain'],
    buckets: STEP_BUCKETS,
  },
  tocsin_block_to_alert_seconds: {
    help: 'From a head seen to its alerts stored',
    labels: ['chain'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
  },
  tocsin_seen_to_queued_seconds: {
    help: 'From a head seen to its alert in the outbox of a channel',
    labels: [],
    buckets: DELAY_BUCKETS,
  },
  tocsin_queued_to_delivered_seconds: {
    help: 'From the outbox to the receiver, all tries included',
    labels: ['kind'],
    buckets: DELAY_BUCKETS,
  },
  tocsin_block_to_delivered_seconds: {
    help: 'From the time of a block to the receiver of its alert',
    labels: ['kind'],
    buckets: DELAY_BUCKETS,
  },
  tocsin_canary_seconds: {
    help: 'From a canary put into the log to its receiver',
    labels: ['kind'],
    buckets: DELAY_BUCKETS,
  },
  tocsin_analyse_block_seconds: {
    help: 'Analysis of one block',
    labels: ['chain'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  },
  tocsin_shadow_difference: {
    help: 'Difference of risk between the champion and its shadow, by transaction',
    labels: ['chain'],
    buckets: [0, 1, 2, 5, 10, 20, 50, 100],
  },
  tocsin_check_seconds: { help: 'One pre-transaction check', labels: [], buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5] },
};

export interface PrometheusMetrics extends Metrics {
  text(): Promise<string>;
  readonly contentType: string;
}

/** All metrics of Tocsin, declared in one place. An undeclared name is a programming error and throws. */
export function createMetrics(): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counters = new Map(
    Object.entries(COUNTERS).map(([name, { help, labels }]) => [name, new Counter({ name, help, labelNames: labels, registers })]),
  );
  const gauges = new Map(
    Object.entries(GAUGES).map(([name, { help, labels }]) => [name, new Gauge({ name, help, labelNames: labels, registers })]),
  );
  const histograms = new Map(
    Object.entries(HISTOGRAMS).map(([name, { help, labels, buckets }]) => [
      name,
      new Histogram({ name, help, labelNames: labels, buckets, registers }),
    ]),
  );

  function declared<T>(metrics: ReadonlyMap<string, T>, name: string): T {
    const metric = metrics.get(name);
    if (metric === undefined) throw new Error(`metric ${name} is not declared`);
    return metric;
  }

  return {
    count: (name, labels = {}, by = 1) => declared(counters, name).inc(labels, by),
    gauge: (name, value, labels = {}) => declared(gauges, name).set(labels, value),
    observe: (name, value, labels = {}) => declared(histograms, name).observe(labels, value),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
