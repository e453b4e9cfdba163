import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../session/client.js';
import type { DeliveryFilter } from './delivery-filter.js';

const PAGE = 50;
/** How a delivery goes on is asked for soon while one is under way, and now and then otherwise. */
const SOON_MS = 1_500;
const NOW_AND_THEN_MS = 10_000;

/** What was sent, newest first, page by page. */
export function useDeliveries(filter: DeliveryFilter) {
  return useInfiniteQuery({
    queryKey: ['deliveries', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      client.deliveries.list({ ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((item) => item.state === 'pending')) === true ? SOON_MS : NOW_AND_THEN_MS,
  });
}
