import type { CanaryLine } from '../../core/deliver/silence.js';
import { sentAtOf } from '../../pipeline/deliver/canaries.js';
import type { CanaryStore } from '../../ports/canary-store.js';
import type { ControlStore, OutboundEvent } from '../../ports/control-store.js';

/** A chain that was last heard of before that is one that nobody follows any more. */
const FORGOTTEN_AFTER_MS = 86_400_000;

/** What came through to delivery, as the store has it: of the given chains, and of every channel that wants canaries. */
export async function canaryLines(
  { canaries, channels }: Pick<ControlStore, 'canaries' | 'channels'>,
  chainIds: readonly number[],
  organisationId: string | null = null,
): Promise<readonly CanaryLine[]> {
  const [heard, tried, all] = await Promise.all([canaries.chains(), canaries.channels(organisationId), channels.list(organisationId)]);
  const byChain = new Map(heard.map((canary) => [canary.chainId, canary]));
  const byChannel = new Map(tried.map((canary) => [channelLine(canary.organisationId, canary.channelId), canary]));
  const ofChains = chainIds.map((chainId) => ({
    name: chainLine(chainId),
    heardAtMs: byChain.get(chainId)?.sentAtMs ?? null,
    reason: null,
  }));
  const ofChannels = all
    .filter(({ enabled, canary, chains }) => enabled && canary !== 'off' && (chains === null || chains.some((id) => chainIds.includes(id))))
    .map((channel) => {
      const name = channelLine(channel.organisationId, channel.id);
      const canary = byChannel.get(name);
      return { name, heardAtMs: canary?.heardAtMs ?? null, reason: canary?.reason ?? null };
    });
  return [...ofChains, ...ofChannels];
}

/** What delivery itself has heard from the log since it began, told without any store. */
export class HeardChains {
  private readonly sentAtMs = new Map<number, number>();

  /** Chains that are known from before are expected too: one may have fallen silent while nobody listened. */
  static async recalled(canaries: CanaryStore, nowMs: number): Promise<HeardChains> {
    const heard = new HeardChains();
    for (const { chainId, sentAtMs } of await canaries.chains()) if (nowMs - sentAtMs < FORGOTTEN_AFTER_MS) heard.hear(chainId, sentAtMs);
    return heard;
  }

  take(events: readonly OutboundEvent[]): void {
    for (const event of events) {
      const sentAtMs = sentAtOf(event);
      if (sentAtMs !== null) this.hear(event.chainId, sentAtMs);
    }
  }

  private hear(chainId: number, sentAtMs: number): void {
    this.sentAtMs.set(chainId, Math.max(sentAtMs, this.sentAtMs.get(chainId) ?? 0));
  }

  lines(): readonly CanaryLine[] {
    return [...this.sentAtMs].map(([chainId, heardAtMs]) => ({ name: chainLine(chainId), heardAtMs, reason: null }));
  }
}

export function chainLine(chainId: number): string {
  return `chain ${chainId}`;
}

export function channelLine(organisationId: string, channelId: string): string {
  return `channel ${organisationId}/${channelId}`;
}
