import * as knownChains from 'viem/chains';
import { messageOf } from '../../core/errors.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { ChainStatus, ReadinessCheck } from '../api/api-parts.js';
import type { FollowedChain } from '../worker/stages.js';
import type { Pipeline } from './pipeline.js';

const DEVNET = 31_337;

const NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.values(knownChains).map(({ id, name }): [number, string] => [id, name]),
  [DEVNET, 'Local devnet'], // Several tools share this id; viem names one of them.
]);

/** As viem calls it; chains that viem does not know are allowed. */
export function chainNameOf(chainId: number): string {
  return NAMES.get(chainId) ?? `Chain ${chainId}`;
}

/** What this process reads, with the health of where it reads it. */
export function chainStatuses(pipeline: Pick<Pipeline, 'states'>, chains: readonly FollowedChain[]): readonly ChainStatus[] {
  return pipeline.states().map((state) => {
    const source = chains.find((chain) => chain.source.chainId === state.chainId)?.source;
    const isRecording = source !== undefined && source.numbers() !== null;
    return { ...state, name: chainNameOf(state.chainId), endpoints: source?.health() ?? [], isRecording };
  });
}

/** Ready is who answers from its stores and reads its chains. */
export async function readinessOf(
  stores: { readonly control: Pick<ControlStore, 'ping'>; readonly analytics: Pick<AnalyticsStore, 'ping'> },
  statuses: readonly ChainStatus[],
): Promise<readonly ReadinessCheck[]> {
  const reach = async (name: string, ping: () => Promise<void>): Promise<ReadinessCheck> =>
    ping().then(
      () => ({ name, ok: true }),
      (error: unknown) => ({ name, ok: false, detail: messageOf(error) }),
    );
  return [
    await reach('postgres', () => stores.control.ping()),
    await reach('clickhouse', () => stores.analytics.ping()),
    ...statuses.map(({ name, state, detail }) => ({
      name: `chain ${name}`,
      ok: state === 'following' || state === 'done',
      detail: detail ?? state,
    })),
  ];
}
