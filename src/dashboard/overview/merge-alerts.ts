import type { AlertView } from '../../contracts/alert.js';

/** Fetched and live alerts as one list, newest first; a live one is the newer word on the same alert. */
export function mergeAlerts(fetched: readonly AlertView[], live: readonly AlertView[]): readonly AlertView[] {
  const byId = new Map(fetched.map((alert) => [alert.id, alert]));
  for (const alert of live) byId.set(alert.id, alert);
  return [...byId.values()].sort(
    (a, b) => b.times.alerted.localeCompare(a.times.alerted) || (b.blockNumber ?? 0) - (a.blockNumber ?? 0) || a.id.localeCompare(b.id),
  );
}
