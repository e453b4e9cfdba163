import { driftOf, type KeptScore } from '../../core/score/drift.js';
import type { Scorer } from '../../core/score/scorer.js';
import type { AnalysedBlock } from '../../ports/analytics-store.js';
import type { Metrics } from '../../ports/metrics.js';

/** So many transactions say how far the chain is from training. */
const KEPT = 2_000;
/** Sorting them takes a hundredth of a second: not after every block. */
const EVERY_BLOCKS = 256;

/** Keeps a chain's newest scores and tells now and then, as gauges, how far they are from what the model was trained on. */
export class DriftWatch {
  private readonly recent: KeptScore[] = [];
  private next = 0;
  private blocks = 0;

  constructor(private readonly metrics: Metrics) {}

  take({ transactions, summary }: AnalysedBlock, { bundle }: Scorer): void {
    for (const { features, parts, risk, segment, calls } of transactions) {
      if (features === null || parts === null || risk === null || segment === null) continue;
      this.recent[this.next % KEPT] = { features, parts, risk, segment, calls };
      this.next += 1;
    }
    this.blocks += 1;
    if (this.blocks % EVERY_BLOCKS !== 0) return;
    const chain = String(summary.ref.chainId);
    const { features, parts, alerts } = driftOf(bundle, this.recent);
    for (const { id, psi, unknown } of features) {
      if (psi !== null) this.metrics.gauge('tocsin_drift_psi', psi, { chain, feature: id });
      this.metrics.gauge('tocsin_drift_unknown', unknown, { chain, feature: id });
    }
    for (const { part, below001 } of parts) if (below001 !== null) this.metrics.gauge('tocsin_drift_exceedance', below001, { chain, part });
    this.metrics.gauge('tocsin_alerts_realised', alerts.realised, { chain });
    this.metrics.gauge('tocsin_alerts_budgeted', alerts.budgeted, { chain });
  }
}
