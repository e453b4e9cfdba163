import { useQuery } from '@tanstack/react-query';
import type { DeliverySummary } from '../../contracts/channel.js';
import { client } from '../session/client.js';

const ASKED_EVERY_MS = 5_000;

/** All channels of the organisation. */
export function useChannels() {
  return useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => client.channels.list(signal) });
}

/** How things stand with each channel, by its id; asked for again and again, for deliveries are no part of the live events. */
export function useSummaries(): ReadonlyMap<string, DeliverySummary> {
  const { data } = useQuery({
    queryKey: ['deliveries', 'summary'],
    queryFn: ({ signal }) => client.deliveries.summary(signal),
    refetchInterval: ASKED_EVERY_MS,
  });
  return new Map((data?.items ?? []).map((summary) => [summary.channelId, summary]));
}
