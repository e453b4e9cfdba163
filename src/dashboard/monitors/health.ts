import type { ChainView } from '../../contracts/chain.js';
import type { MonitorView } from '../../contracts/monitor.js';
import { countOf } from '../format/number.js';

export interface HealthWords {
  /** Also the colour. */
  readonly kind: 'works' | 'silent' | 'blind' | 'failing' | 'refused';
  readonly word: string;
  /** More of it, where there is more to say. */
  readonly detail: string | null;
}

/** Does it work? What does not comes before what does. */
export function healthWords({ health, chains }: MonitorView, followed: readonly Pick<ChainView, 'chainId'>[] | null): HealthWords {
  if (health.state === 'refused') return { kind: 'refused', word: 'Does not run', detail: health.lastError };
  if (health.state === 'failing') return { kind: 'failing', word: 'Errors', detail: health.lastError };
  const unseen = followed === null ? [] : chains.filter((id) => !followed.some(({ chainId }) => chainId === id));
  if (unseen.length > 0)
    return {
      kind: 'blind',
      word: unseen.length === chains.length ? 'Sees nothing' : 'Sees a part',
      detail: `chain ${unseen.join(', ')} is not followed here`,
    };
  if (health.state === 'matching') return { kind: 'works', word: 'Works', detail: countOf(health.matches, 'alert') };
  return { kind: 'silent', word: 'Never matched', detail: null };
}

/** What needs a person first, then by title. */
export function byNeed(followed: readonly Pick<ChainView, 'chainId'>[] | null): (a: MonitorView, b: MonitorView) => number {
  const rank = (monitor: MonitorView) => ['refused', 'failing', 'blind', 'works', 'silent'].indexOf(healthWords(monitor, followed).kind);
  const isBroken = (monitor: MonitorView) => Math.min(rank(monitor), 3);
  return (a, b) => isBroken(a) - isBroken(b) || a.title.localeCompare(b.title) || a.id.localeCompare(b.id);
}
