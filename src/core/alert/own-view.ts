import type { Json } from '../detect/finding.js';
import { EVERYONE } from './own-state.js';

/** What one organisation sees otherwise in an event than everyone; `muted`: its channels hear nothing of it. */
export type OwnViews = Readonly<Record<string, { readonly [key: string]: Json }>>;

interface Told {
  readonly payload: Json;
  /** Never leaves as it is: of each organisation, only its own. */
  readonly own?: OwnViews | null;
}

/** An event's payload as one organisation is told it. */
export function payloadFor({ payload, own }: Told, organisationId: string): Json {
  if (own == null || typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  return { ...payload, ...own[EVERYONE], ...own[organisationId] };
}

/** Muted or suppressed: on record and on the dashboard, and the organisation's channels are silent. */
export function isSilentFor(event: Told, organisationId: string): boolean {
  const payload = payloadFor(event, organisationId);
  return typeof payload === 'object' && payload !== null && Reflect.get(payload, 'muted') === true;
}
