/** When something happened: chain seconds, and the place by which two of one block are told apart. */
export interface Moment {
  readonly at: number;
  readonly blockNumber: number;
  /** Above all others for a block as a whole, which is known at its end. */
  readonly transactionIndex: number;
  /** Within the transaction; −1, or not there: of the transaction as a whole. */
  readonly order?: number;
}

interface Sum {
  readonly at: number;
  readonly amount: bigint;
}

type Memo =
  | { readonly kind: 'window'; readonly at: number; readonly sums: readonly Sum[]; readonly isOver: boolean }
  | { readonly kind: 'fired'; readonly at: number }
  | { readonly kind: 'marks'; readonly at: number; readonly moments: readonly Moment[] }
  | { readonly kind: 'told'; readonly at: number }
  | { readonly kind: 'read'; readonly at: number; readonly answer: string };

interface Notes {
  /** What the memos depend on: another definition begins anew. */
  readonly definition: string;
  readonly memos: Map<string, Memo>;
}

/** A memo that changed, or all notes of a monitor that began anew. */
type Change<N = Notes> =
  | { readonly kind: 'memo'; readonly monitor: string; readonly memo: string; readonly before: Memo | null }
  | { readonly kind: 'notes'; readonly monitor: string; readonly before: N | null };

/** What a block changed, newest last: taken back from the end, it is as it was. */
export type WatchUndo = readonly Change[];

type SavedNotes = readonly [definition: string, memos: readonly (readonly [string, Memo])[]];
export type WatchSnapshot = readonly (readonly [monitor: string, definition: string, memos: readonly (readonly [string, Memo])[]])[];

export const MOST_MEMOS = 5_000;
const EVICTED_AT_ONCE = 500;
/** Seconds of a window that are kept apart; beyond, the two oldest become one, so that its edge is coarse by 1/2000 of it. */
const MOST_SUMS = 2_048;
const MOST_MOMENTS = 16;

/**
 * What monitors remember: windows, sequences, when they fired. Each has room of its own, so that one user's busy monitor takes nothing from another's; all of it is undone with
 * a block, and saved with the chain's state.
 */
export class WatchMemory {
  private readonly notes = new Map<string, Notes>();
  private changes: Change[] | null = null;

  begin(): void {
    this.changes = [];
  }

  commit(): WatchUndo {
    const undo = this.changes ?? [];
    this.changes = null;
    return undo;
  }

  undo(undo: WatchUndo): void {
    for (const change of undo.toReversed()) {
      const { monitor } = change;
      if (change.kind === 'notes') {
        if (change.before === null) this.notes.delete(monitor);
        else this.notes.set(monitor, change.before);
        continue;
      }
      const memos = this.notes.get(monitor)?.memos;
      if (change.before === null) memos?.delete(change.memo);
      else memos?.set(change.memo, change.before);
    }
  }

  /** To be said before a monitor is asked: what it remembered of another definition is gone. */
  open(monitor: string, definition: string): void {
    const before = this.notes.get(monitor);
    if (before?.definition === definition) return;
    this.changes?.push({ kind: 'notes', monitor, before: before ?? null });
    this.notes.set(monitor, { definition, memos: new Map() });
  }

  /** To be said once all are open: what others remembered, which are not asked any more, is gone. */
  keepOnly(monitors: ReadonlyMap<string, unknown>): void {
    if (this.notes.size <= monitors.size) return;
    for (const [monitor, before] of this.notes) {
      if (monitors.has(monitor)) continue;
      this.changes?.push({ kind: 'notes', monitor, before });
      this.notes.delete(monitor);
    }
  }

  /** Adds to a window and returns what it holds now, and whether this went over the line just now. */
  add(
    monitor: string,
    group: string,
    amount: bigint,
    at: number,
    seconds: number,
    over: bigint,
  ): { readonly total: bigint; readonly wentOver: boolean } {
    const key = `w:${group}`;
    const before = this.get(monitor, key);
    const known = before?.kind === 'window' ? before : null;
    const sums = withSum(known?.sums ?? [], { at, amount }, seconds);
    const total = sums.reduce((all, sum) => all + sum.amount, 0n);
    const isOver = total > over;
    // It may have fallen below the line since the last match, by time alone.
    const fell = known !== null && known.sums.reduce((all, sum) => (sum.at > at - seconds ? all + sum.amount : all), 0n) <= over;
    this.set(monitor, key, { kind: 'window', at, sums, isOver });
    return { total, wentOver: isOver && (known === null || !known.isOver || fell) };
  }

  /** False where it fired for the group within the last seconds. */
  fire(monitor: string, group: string, at: number, cooldownS: number): boolean {
    if (cooldownS === 0) return true;
    const key = `f:${group}`;
    const last = this.get(monitor, key);
    if (last !== undefined && at - last.at < cooldownS) return false;
    this.set(monitor, key, { kind: 'fired', at });
    return true;
  }

  mark(monitor: string, mark: string, entity: string, moment: Moment): void {
    const key = `m:${mark}:${entity}`;
    const before = this.get(monitor, key);
    const moments = before?.kind === 'marks' ? before.moments : [];
    this.set(monitor, key, { kind: 'marks', at: moment.at, moments: [...moments.slice(-(MOST_MOMENTS - 1)), moment] });
  }

  /** When a monitor matched about an entity, oldest first. */
  marksOf(monitor: string, mark: string, entity: string): readonly Moment[] {
    const memo = this.get(monitor, `m:${mark}:${entity}`);
    return memo?.kind === 'marks' ? memo.moments : [];
  }

  /** True once in a while for the same text: its owner need not hear it at every transaction. */
  tell(monitor: string, text: string, at: number, everyS: number): boolean {
    const key = `t:${text}`;
    const last = this.get(monitor, key);
    if (last !== undefined && at - last.at < everyS) return false;
    this.set(monitor, key, { kind: 'told', at });
    return true;
  }

  /** Keeps an answer of the chain; returns the one before, or this one where it is the first. */
  read(monitor: string, id: string, answer: string, at: number): string {
    const key = `r:${id}`;
    const before = this.get(monitor, key);
    this.set(monitor, key, { kind: 'read', at, answer });
    return before?.kind === 'read' ? before.answer : answer;
  }

  /** How much a monitor remembers. */
  sizeOf(monitor: string): number {
    return this.notes.get(monitor)?.memos.size ?? 0;
  }

  toSnapshot(): WatchSnapshot {
    return [...this.notes].map(([monitor, { definition, memos }]) => [monitor, definition, [...memos]]);
  }

  load(snapshot: WatchSnapshot): void {
    this.notes.clear();
    for (const [monitor, definition, memos] of snapshot) this.notes.set(monitor, { definition, memos: new Map(memos) });
  }

  private get(monitor: string, key: string): Memo | undefined {
    return this.notes.get(monitor)?.memos.get(key);
  }

  private set(monitor: string, key: string, memo: Memo): void {
    const notes = this.notes.get(monitor);
    if (notes === undefined) return;
    this.changes?.push({ kind: 'memo', monitor, memo: key, before: notes.memos.get(key) ?? null });
    notes.memos.set(key, memo);
    if (notes.memos.size > MOST_MEMOS) this.evict(monitor, notes.memos);
  }

  /** The longest untouched go first, decided by what they are alone, so that every replay forgets the same. */
  private evict(monitor: string, memos: Map<string, Memo>): void {
    const oldest = [...memos].sort(([a, x], [b, y]) => x.at - y.at || (a < b ? -1 : 1)).slice(0, EVICTED_AT_ONCE);
    for (const [key, memo] of oldest) {
      this.changes?.push({ kind: 'memo', monitor, memo: key, before: memo });
      memos.delete(key);
    }
  }
}

function withSum(sums: readonly Sum[], sum: Sum, seconds: number): readonly Sum[] {
  const kept = sums.filter(({ at }) => at > sum.at - seconds);
  const last = kept.at(-1);
  if (last !== undefined && last.at === sum.at) return [...kept.slice(0, -1), { at: sum.at, amount: last.amount + sum.amount }];
  const [first, second, ...rest] = kept;
  if (kept.length < MOST_SUMS || first === undefined || second === undefined) return [...kept, sum];
  return [{ at: second.at, amount: first.amount + second.amount }, ...rest, sum];
}

/** As it is saved: lists alone. */
export type SavedWatchUndo = readonly Change<SavedNotes>[];

export function savedUndo(undo: WatchUndo): SavedWatchUndo {
  return undo.map((change) =>
    change.kind === 'memo'
      ? change
      : { ...change, before: change.before === null ? null : ([change.before.definition, [...change.before.memos]] as const) },
  );
}

export function loadedUndo(saved: SavedWatchUndo): WatchUndo {
  return saved.map((change) =>
    change.kind === 'memo'
      ? change
      : { ...change, before: change.before === null ? null : { definition: change.before[0], memos: new Map(change.before[1]) } },
  );
}
