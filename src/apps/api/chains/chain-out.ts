import type { ChainView } from '../../../contracts/chain.js';
import type { AnalyticsReader } from '../../../ports/analytics-store.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { ChainStatus } from '../api-parts.js';

/** A chain as people see it: what ingest says, and how far the stores are. */
export async function chainOut(
  { name, endpoints, chainId, state, detail, head, published }: ChainStatus,
  analytics: AnalyticsReader,
  control: Pick<ControlStore, 'cursors'>,
  nowMs: number,
): Promise<ChainView> {
  const [coverage, newest, alerted] = await Promise.all([
    analytics.coverageTotals(chainId),
    analytics.riskByBlock({ chainId, limit: 1 }),
    control.cursors.checkpoint('alert', chainId),
  ]);
  const last = newest.at(-1);
  // Rows wait up to half a second for their batch; what was alerted was analysed before.
  const analysed = maximum(last?.blockNumber, alerted?.number);
  const newestTime = maximum(last?.timestamp, alerted?.timestamp);
  return {
    chainId,
    name,
    state,
    detail,
    head,
    published,
    analysed,
    alerted: alerted?.number ?? null,
    behindSeconds: newestTime === null ? null : Math.max(0, nowMs / 1_000 - newestTime),
    coverage: { ...coverage },
    endpoints: endpoints.map((endpoint) => ({ ...endpoint })),
  };
}

function maximum(a: number | undefined, b: number | undefined): number | null {
  const known = [a, b].filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
