import type { AuditEntryView } from '../../contracts/organisation.js';

export interface AuditFilter {
  readonly action?: string;
  readonly key?: string;
  readonly outcome?: AuditEntryView['outcome'];
}

/** Filters live in the address, so that a link holds them; what is not one is left out. */
export function auditFilterOf(params: URLSearchParams): AuditFilter {
  const [action, key, outcome] = ['action', 'key', 'outcome'].map((name) => params.get(name) ?? '');
  return {
    ...(action === undefined || action === '' ? {} : { action }),
    ...(key === undefined || key === '' ? {} : { key }),
    ...(outcome === 'done' || outcome === 'refused' || outcome === 'unknown' ? { outcome } : {}),
  };
}
