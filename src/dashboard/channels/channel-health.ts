import type { ChannelView, DeliverySummary } from '../../contracts/channel.js';

/** Does it work? By its newest message that was tried, and by what it could not deliver. */
export type ChannelHealth = 'works' | 'failing' | 'dead-letters' | 'untried' | 'off';

export function healthOf(channel: Pick<ChannelView, 'enabled'>, summary: DeliverySummary | null): ChannelHealth {
  if (!channel.enabled) return 'off';
  if (summary === null || summary.last === null) return 'untried';
  if (summary.last.state !== 'delivered') return 'failing';
  return summary.dead > 0 ? 'dead-letters' : 'works';
}
