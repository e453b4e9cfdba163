import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** A minute: bursts of minutes are what robots and attacks make. */
const TICK_SECONDS = 60;
/** What is left of a minute's count in the next one. */
const DECAY = 0.5;
/** Above this, a minute is not taken into what is usual: who floods must not teach that floods are usual (MIDAS-F). */
const GATE = 1_000;

interface EdgeCount {
  readonly usual: number;
  readonly now: number;
  readonly tick: number;
}

interface Ticks {
  readonly count: number;
  readonly last: number;
}

/** How surprising a count is, by the chi-squared statistic of MIDAS (Bhatia et al. 2020): 0 where nothing was seen before. */
function burst({ usual, now }: EdgeCount, ticks: number): number {
  if (usual === 0 || ticks < 2) return 0;
  return ((now - usual / ticks) ** 2 * ticks ** 2) / (usual * (ticks - 1));
}

/** Bursts of transactions by sender, by target and by both, after MIDAS-F; counted by key instead of in sketches, so that a block can be undone. */
export class EdgeTable implements StateTable {
  readonly learnsHabits = true;
  private readonly edges = new JournaledMap<EdgeCount>(100_000);
  private readonly ticks = new JournaledMap<Ticks>(1);
  /** Different counterparties, by the same keys as sources and targets. */
  private readonly degrees = new JournaledMap<number>(100_000);
  readonly maps = { edges: this.edges, edgeTicks: this.ticks, degrees: this.degrees };

  /** Different addresses that the sender called, and that called the target, as far as seen. */
  degreesOf({ from, to }: InspectedTransaction): readonly [called: number, callers: number] {
    return [this.degrees.get(`>${from}`) ?? 0, this.degrees.get(`<${to}`) ?? 0];
  }

  /** Bursts as they would be with this transaction: of the edge, of its sender, of its target. */
  burstsOf(tx: InspectedTransaction, timestamp: number): readonly [edge: number, source: number, target: number] {
    const tick = Math.floor(timestamp / TICK_SECONDS);
    const seen = this.ticks.get('');
    const ticks = (seen?.count ?? 0) + (seen?.last === tick ? 0 : 1);
    const of = (key: string) => {
      const known = this.edges.get(key);
      if (known === undefined) return 0;
      const { usual, now } = inTick(known, tick, ticks);
      return burst({ usual, now: now + 1, tick }, ticks);
    };
    return [of(edgeKey(tx)), of(`>${tx.from}`), of(`<${tx.to}`)];
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    const tick = Math.floor(timestamp / TICK_SECONDS);
    const seen = this.ticks.get('');
    if (seen?.last !== tick) this.ticks.set('', { count: (seen?.count ?? 0) + 1, last: tick });
    const ticks = this.ticks.get('')?.count ?? 1;
    const [edge, source, target] = [edgeKey(tx), `>${tx.from}`, `<${tx.to}`];
    if (this.edges.get(edge) === undefined) for (const key of [source, target]) this.degrees.set(key, (this.degrees.get(key) ?? 0) + 1);
    for (const key of [edge, source, target]) {
      const known = this.edges.get(key);
      const { usual, now } = known === undefined ? { usual: 0, now: 0 } : inTick(known, tick, ticks);
      this.edges.set(key, { usual, now: now + 1, tick });
    }
  }
}

const edgeKey = ({ from, to }: { readonly from: Address; readonly to: Address | null }) => `${from}${to}`;

/** A count moved on to a later minute: what was counted becomes usual, unless it was a burst. */
function inTick(known: EdgeCount, tick: number, ticks: number): EdgeCount {
  if (known.tick === tick) return known;
  const isBurst = burst(known, ticks) >= GATE;
  const usual = known.usual + (isBurst ? known.usual / Math.max(1, ticks - 1) : known.now);
  return { usual, now: known.now * DECAY, tick };
}
