import type { CanaryLine } from '../../core/deliver/silence.js';
import { sentAtOf } from '../../pipeline/deliver/canaries.js';
import type { CanaryStore } from '../../ports/canary-store.js';
import type { ControlStore, OutboundEvent } from '../../ports/control-store.js';
import { readCanaries } from '../platform/read-canaries.js';

/** A chain that was last heard of before that is one that nobody follows any more. */
const FORGOTTEN_AFTER_MS = 86_400_000;

/** What should come through: of the given chains, and of every channel that wants canaries of one of them. */
export async function canaryLines(
  control: Pick<ControlStore, 'canaries' | 'channels'>,
  chainIds: readonly number[],
): Promise<readonly CanaryLine[]> {
  const { sentAtMs, channels } = await readCanaries(control, null);
  const ofChains = chainIds.map((chainId) => ({ name: chainLine(chainId), heardAtMs: sentAtMs.get(chainId) ?? null, reason: null }));
  const ofChannels = channels
    .filter(({ channel }) => channel.canary !== 'off' && (channel.chains === null || channel.chains.some((id) => chainIds.includes(id))))
    .map(({ channel, canary }) => ({
      name: `channel ${channel.organisationId}/${channel.id}`,
      heardAtMs: canary?.heardAtMs ?? null,
      reason: canary?.reason ?? null,
      isOfReceiver: true,
    }));
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

function chainLine(chainId: number): string {
  return `chain ${chainId}`;
}
