import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { IncidentDetail, IncidentView } from '../../contracts/alert.js';
import { type DecidedPart, decidedPartOf } from './incident-action.js';

interface IncidentPage {
  readonly items: readonly IncidentView[];
}
/** Lists of incidents are kept whole or in pages. */
type KeptList = IncidentPage | InfiniteData<IncidentPage>;

function mapItems(list: KeptList, change: (incident: IncidentView) => IncidentView): KeptList {
  if ('pages' in list) return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
  return { ...list, items: list.items.map(change) };
}

function itemsOf(list: KeptList | undefined): readonly IncidentView[] {
  if (list === undefined) return [];
  return 'pages' in list ? list.pages.flatMap(({ items }) => items) : list.items;
}

/** An incident as the page at hand has it: the page of its own, or a list. */
export function shownIncident(queries: QueryClient, id: string): IncidentView | null {
  const detail = queries.getQueryData<IncidentDetail>(['incident', id]);
  if (detail !== undefined) return detail;
  const lists = queries.getQueriesData<KeptList>({ queryKey: ['incidents'] });
  return lists.flatMap(([, list]) => itemsOf(list)).find((incident) => incident.id === id) ?? null;
}

/** Shows a decision wherever the incident is shown, before the service has answered. Returns what was there before, and how to come back to it. */
export async function showDecision(queries: QueryClient, id: string, part: Partial<DecidedPart>) {
  await Promise.all([['incident', id], ['incidents']].map((queryKey) => queries.cancelQueries({ queryKey })));
  const incident = shownIncident(queries, id);
  const before = incident === null ? null : decidedPartOf(incident);
  const apply = (change: Partial<DecidedPart>) => {
    queries.setQueryData<IncidentDetail>(['incident', id], (detail) => (detail === undefined ? detail : { ...detail, ...change }));
    queries.setQueriesData<KeptList>({ queryKey: ['incidents'] }, (list) =>
      list === undefined ? list : mapItems(list, (one) => (one.id === id ? { ...one, ...change } : one)),
    );
  };
  apply(part);
  return { before, takeBack: () => (before === null ? undefined : apply(before)) };
}

/** What a decision may have changed. */
export const OLD_AFTER_DECISION = ['incident', 'incidents', 'overview', 'suppressions', 'deliveries'];
