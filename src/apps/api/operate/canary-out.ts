import type { CanaryView } from '../../../contracts/canary.js';
import { silentAfterMs } from '../../../core/deliver/silence.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { CanaryConfig } from '../../platform/config.js';
import { readCanaries } from '../../platform/read-canaries.js';

/** What an organisation may know of canaries: of the chains that are followed, and of its own channels. */
export async function canaryOut(
  control: Pick<ControlStore, 'canaries' | 'channels'>,
  { everyMs, alarm }: Pick<CanaryConfig, 'everyMs' | 'alarm'>,
  of: { readonly organisationId: string; readonly chainIds: readonly number[]; readonly nowMs: number },
): Promise<CanaryView> {
  const heard = await readCanaries(control, of.organisationId);
  const isSilent = (sinceMs: number) => everyMs !== null && of.nowMs - sinceMs > silentAfterMs(everyMs);
  return {
    everySeconds: everyMs === null ? null : everyMs / 1_000,
    alarm: alarm !== null,
    chains: of.chainIds.map((chainId) => {
      const sentAtMs = heard.sentAtMs.get(chainId) ?? null;
      // One that never came is the chain's own start, which says so itself.
      return { chainId, heardAt: timeOf(sentAtMs), isSilent: sentAtMs !== null && isSilent(sentAtMs) };
    }),
    channels: heard.channels.map(({ channel: { id, canary: mode, createdAtMs }, canary }) => {
      const heardAtMs = canary?.heardAtMs ?? null;
      return {
        channelId: id,
        mode,
        heardAt: timeOf(heardAtMs),
        triedAt: timeOf(canary?.triedAtMs ?? null),
        reason: canary?.reason ?? null,
        isSilent: mode !== 'off' && of.chainIds.length > 0 && isSilent(heardAtMs ?? createdAtMs),
      };
    }),
  };
}

/** Null: all that is expected comes through. */
export function silenceSentence({ chains, channels }: CanaryView, nameOf: (chainId: number) => string): string | null {
  const silentChains = chains.filter(({ isSilent }) => isSilent).map(({ chainId }) => nameOf(chainId));
  if (silentChains.length > 0) return `alerts may not be delivered: nothing comes through from ${silentChains.join(', ')}`;
  const silent = channels.filter(({ isSilent }) => isSilent);
  if (silent.length === 0) return null;
  const [first] = silent;
  const why = silent.length === 1 && first?.reason != null ? ` (${first.reason})` : '';
  return `nothing comes through to ${silent.length === 1 ? 'the channel' : 'the channels'} ${silent.map(({ channelId }) => channelId).join(', ')}${why}`;
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
