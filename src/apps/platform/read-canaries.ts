import type { ChannelCanary } from '../../ports/canary-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { Channel } from '../../ports/delivery-store.js';

export interface HeardCanaries {
  /** When the last canary that came through was sent, by chain. */
  readonly sentAtMs: ReadonlyMap<number, number>;
  /** Channels that are switched on, each with what became of its canaries; null: it had none yet. */
  readonly channels: readonly { readonly channel: Channel; readonly canary: ChannelCanary | null }[];
}

/** What came through to delivery, as the store has it. Of an organisation's channels; null: of all. */
export async function readCanaries(
  { canaries, channels }: Pick<ControlStore, 'canaries' | 'channels'>,
  organisationId: string | null,
): Promise<HeardCanaries> {
  const [heard, tried, all] = await Promise.all([canaries.chains(), canaries.channels(organisationId), channels.list(organisationId)]);
  const keyOf = (organisation: string, id: string) => `${organisation}/${id}`;
  const byChannel = new Map(tried.map((canary) => [keyOf(canary.organisationId, canary.channelId), canary]));
  return {
    sentAtMs: new Map(heard.map(({ chainId, sentAtMs }) => [chainId, sentAtMs])),
    channels: all
      .filter(({ enabled }) => enabled)
      .map((channel) => ({ channel, canary: byChannel.get(keyOf(channel.organisationId, channel.id)) ?? null })),
  };
}
