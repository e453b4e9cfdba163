import type { Overview } from '../../contracts/chain.js';

export function openTotal({ openIncidents }: Pick<Overview, 'openIncidents'>): number {
  return Object.values(openIncidents).reduce((sum, count) => sum + count, 0);
}
