import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeliveryView } from '../../contracts/channel.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';

/** One dead delivery, or all of a channel. */
export type Replay = { readonly kind: 'one'; readonly delivery: DeliveryView } | { readonly kind: 'channel'; readonly channelId: string };

/** What was sent again: how it goes on is followed by these ids. */
export interface Replayed {
  readonly channelId: string;
  readonly ids: readonly string[];
  /** By the service's own word; more than ids where there are very many. */
  readonly count: number;
}

interface DeliveryPages {
  readonly items: readonly DeliveryView[];
  readonly nextCursor: string | null;
}

/** As many as can be followed; the service sends the others again as well. */
const FOLLOWED_MOST = 500;

async function replay(what: Replay): Promise<Replayed> {
  if (what.kind === 'one') {
    await client.deliveries.replay(what.delivery.id);
    return { channelId: what.delivery.channelId, ids: [what.delivery.id], count: 1 };
  }
  const { items } = await client.channels.deliveries(what.channelId, { state: 'dead', limit: FOLLOWED_MOST });
  const { replayed } = await client.channels.replay(what.channelId);
  return { channelId: what.channelId, ids: items.map(({ id }) => id), count: replayed };
}

function isMeant(what: Replay, { id, channelId, state }: DeliveryView): boolean {
  return state === 'dead' && (what.kind === 'one' ? what.delivery.id === id : what.channelId === channelId);
}

/** Lists that are shown say at once that it waits; returns how to take that back. */
function showWaiting(queries: QueryClient, what: Replay): () => void {
  const waiting = (delivery: DeliveryView): DeliveryView =>
    isMeant(what, delivery) ? { ...delivery, state: 'pending', attempts: 0 } : delivery;
  const before = queries.getQueriesData<InfiniteData<DeliveryPages>>({ queryKey: ['deliveries', 'list'] });
  queries.setQueriesData<InfiniteData<DeliveryPages>>({ queryKey: ['deliveries', 'list'] }, (data) =>
    data === undefined ? data : { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(waiting) })) },
  );
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
}

/** Sends dead letters again: shown at once, taken back with the reason where the service refuses. */
export function useReplay(onReplayed: (replayed: Replayed) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: replay,
    onMutate: async (what) => {
      await queries.cancelQueries({ queryKey: ['deliveries'] });
      return { takeBack: showWaiting(queries, what) };
    },
    onError: (_error, _what, context) => context?.takeBack(),
    onSuccess: onReplayed,
    onSettled: () => askAgain(queries, ['deliveries']),
  });
}
