import { type AlertView, alertSchema } from '../../contracts/alert.js';
import { type BlockRisk, blockSchema } from '../../contracts/chain.js';
import type { RealtimeEvent } from '../../contracts/realtime.js';
import type { RealtimeName, RealtimeState } from '../../sdk/realtime.js';

/** What came over the socket since the page was opened, newest last. Each list is a new one after each flush, and never longer than its limit. */
export interface LiveSnapshot {
  readonly connection: RealtimeState;
  /** When the last event came, of any kind; null: none yet. */
  readonly lastEventMs: number | null;
  readonly blocks: ReadonlyMap<number, readonly BlockRisk[]>;
  readonly alerts: readonly AlertView[];
  /** Grows with every incident event and gap: what was asked over HTTP about them is old now. */
  readonly incidentsRevision: number;
  readonly chainsRevision: number;
}

export interface LiveStore {
  get(): LiveSnapshot;
  subscribe(listener: () => void): () => void;
  take(name: RealtimeName, event: RealtimeEvent): void;
  connection(state: RealtimeState): void;
}

const BLOCKS_MAX = 600;
const ALERTS_MAX = 500;
/** Twenty blocks a second become ten drawings. */
const FLUSH_MS = 100;

const EMPTY: LiveSnapshot = {
  connection: { kind: 'connecting' },
  lastEventMs: null,
  blocks: new Map(),
  alerts: [],
  incidentsRevision: 0,
  chainsRevision: 0,
};

/** Gathers events and tells its readers at most every 100 ms. */
export function createLiveStore(nowMs: () => number = Date.now, later: (run: () => void, ms: number) => void = setTimeout): LiveStore {
  let shown = EMPTY;
  let next = EMPTY;
  let isWaiting = false;
  const listeners = new Set<() => void>();

  function flush(): void {
    isWaiting = false;
    shown = next;
    for (const listener of listeners) listener();
  }
  function change(part: Partial<LiveSnapshot>): void {
    next = { ...next, ...part };
    if (isWaiting) return;
    isWaiting = true;
    later(flush, FLUSH_MS);
  }

  return {
    get: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connection(state) {
      next = { ...next, connection: state };
      flush();
    },
    take(name, event) {
      const lastEventMs = nowMs();
      if (name === 'block') {
        const block = blockSchema.safeParse(event.data);
        if (block.success) return change({ lastEventMs, blocks: withBlock(next.blocks, block.data) });
        // A gap travels as a block event of another shape.
        return change({ lastEventMs, chainsRevision: next.chainsRevision + 1 });
      }
      if (name === 'alert') {
        const alert = alertSchema.safeParse(event.data);
        if (alert.success)
          return change({ lastEventMs, alerts: withAlert(next.alerts, alert.data), incidentsRevision: next.incidentsRevision + 1 });
      }
      if (name === 'incident') return change({ lastEventMs, incidentsRevision: next.incidentsRevision + 1 });
      return change({ lastEventMs, chainsRevision: next.chainsRevision + 1 });
    },
  };
}

/** A block of a number that is known replaces it: a reorg brought another. */
function withBlock(chains: LiveSnapshot['blocks'], block: BlockRisk): LiveSnapshot['blocks'] {
  const blocks = (chains.get(block.chainId) ?? []).filter(({ number }) => number !== block.number);
  return new Map(chains).set(block.chainId, [...blocks, block].slice(-BLOCKS_MAX));
}

function withAlert(alerts: readonly AlertView[], alert: AlertView): readonly AlertView[] {
  const at = alerts.findIndex(({ id }) => id === alert.id);
  return at < 0 ? [...alerts, alert].slice(-ALERTS_MAX) : alerts.with(at, alert);
}
