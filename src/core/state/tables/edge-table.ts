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
  /** Different counterparties of a sender or a target; of an edge it says nothing. */
  readonly degree: number;
}

interface Ticks {
  readonly count: number;
  readonly last: number;
}

/** How surprising a count is, by the chi-squared statistic of MIDAS (Bhatia et al. 2020): 0 where nothing was seen before. */
function burst({ usual, now }: Pick<EdgeCount, 'usual' | 'now'>, ticks: number): number {
  if (usual === 0 || ticks < 2) return 0;
  return ((now - usual / ticks) ** 2 * ticks ** 2) / (usual * (ticks - 1));
}

interface LastRead {
  readonly tx: InspectedTransaction;
  readonly keys: Three<string>;
  readonly known: Three<EdgeCount | undefined>;
  readonly writes: number;
}

type Three<T> = readonly [edge: T, source: T, target: T];

/** Bursts of transactions by sender, by target and by both, after MIDAS-F; counted by key instead of in sketches, so that a block can be undone. */
export class EdgeTable implements StateTable {
  readonly learnsHabits = true;
  private readonly edges = new JournaledMap<EdgeCount>(100_000);
  private readonly ticks = new JournaledMap<Ticks>(1);
  readonly maps = { edges: this.edges, edgeTicks: this.ticks };

  /** The transaction that was asked about last is the one that is taken in next: what was read of it holds until something is written. */
  private last: LastRead | null = null;

  private read(tx: InspectedTransaction): LastRead {
    if (this.last?.tx === tx && this.last.writes === this.edges.writes) return this.last;
    const keys = [edgeKey(tx), `>${tx.from}`, `<${tx.to}`] as const;
    const known = [this.edges.get(keys[0]), this.edges.get(keys[1]), this.edges.get(keys[2])] as const;
    this.last = { tx, keys, known, writes: this.edges.writes };
    return this.last;
  }

  /** Different addresses that the sender called, and that called the target, as far as seen. */
  degreesOf(tx: InspectedTransaction): readonly [called: number, callers: number] {
    const [, source, target] = this.read(tx).known;
    return [source?.degree ?? 0, target?.degree ?? 0];
  }

  /** Bursts as they would be with this transaction: of the edge, of its sender, of its target. */
  burstsOf(tx: InspectedTransaction, timestamp: number): Three<number> {
    const tick = Math.floor(timestamp / TICK_SECONDS);
    const seen = this.ticks.get('');
    const ticks = (seen?.count ?? 0) + (seen?.last === tick ? 0 : 1);
    const of = (known: EdgeCount | undefined) => {
      if (known === undefined) return 0;
      const { usual, now } = inTick(known, tick, ticks);
      return burst({ usual, now: now + 1 }, ticks);
    };
    const [edge, source, target] = this.read(tx).known;
    return [of(edge), of(source), of(target)];
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    const tick = Math.floor(timestamp / TICK_SECONDS);
    const seen = this.ticks.get('');
    if (seen?.last !== tick) this.ticks.set('', { count: (seen?.count ?? 0) + 1, last: tick });
    const ticks = (seen?.count ?? 0) + (seen?.last === tick ? 0 : 1);
    const { keys, known } = this.read(tx);
    const grows = known[0] === undefined ? 1 : 0;
    for (const [i, key] of keys.entries()) {
      const before = known[i];
      const { usual, now } = before === undefined ? NEVER : inTick(before, tick, ticks);
      this.edges.set(key, { usual, now: now + 1, tick, degree: (before?.degree ?? 0) + grows });
    }
  }
}

const NEVER = { usual: 0, now: 0 } as const;

const edgeKey = ({ from, to }: { readonly from: Address; readonly to: Address | null }) => `${from}${to}`;

/** A count moved on to a later minute: what was counted becomes usual, unless it was a burst. */
function inTick(known: EdgeCount, tick: number, ticks: number): Pick<EdgeCount, 'usual' | 'now'> {
  if (known.tick === tick) return known;
  const isBurst = burst(known, ticks) >= GATE;
  const usual = known.usual + (isBurst ? known.usual / Math.max(1, ticks - 1) : known.now);
  return { usual, now: known.now * DECAY };
}
