import { z } from 'zod';
import type { ControlStore } from '../../ports/control-store.js';
import type { ChainStatus } from '../api/api-parts.js';
import { chainNameOf } from '../standalone/chain-statuses.js';

/** What ingest leaves in the store of a chain, so that another process can tell how it is. */
const reportSchema = z.object({
  atMs: z.number(),
  chainId: z.number(),
  state: z.enum(['starting', 'waiting', 'following', 'done', 'failed']),
  detail: z.string().nullable(),
  head: z.number().nullable(),
  published: z.number().nullable(),
  headSeenAtMs: z.number().nullable(),
  endpoints: z.array(
    z.object({
      url: z.string(),
      score: z.number(),
      latencyMs: z.number().nullable(),
      errors: z.number(),
      mismatches: z.number(),
      connected: z.boolean(),
      problem: z.string().optional(),
    }),
  ),
});

/** After so long without a report nobody knows. */
const SILENT_MS = 15_000;

const keyOf = (chainId: number) => `chain-report:${chainId}`;

type Settings = Pick<ControlStore, 'settings'>;

export function reportChain({ settings }: Settings, status: Omit<ChainStatus, 'name'>, nowMs: number): Promise<void> {
  return settings.set(keyOf(status.chainId), JSON.stringify({ ...status, atMs: nowMs }));
}

export async function reportedChain({ settings }: Settings, chainId: number, nowMs: number): Promise<ChainStatus> {
  const unknown = { chainId, name: chainNameOf(chainId), head: null, published: null, headSeenAtMs: null, endpoints: [] };
  const text = await settings.get(keyOf(chainId));
  if (text === null) return { ...unknown, state: 'starting', detail: 'no ingest has reported of this chain yet' };
  const { atMs, endpoints, ...state } = reportSchema.parse(JSON.parse(text));
  const known = {
    ...state,
    name: chainNameOf(chainId),
    endpoints: endpoints.map(({ problem, ...health }) => (problem === undefined ? health : { ...health, problem })),
  };
  const silentMs = nowMs - atMs;
  if (silentMs <= SILENT_MS) return known;
  return { ...known, state: 'waiting', detail: `ingest has not reported for ${Math.round(silentMs / 1_000)} s` };
}
