/** What a block changed in one map: enough to put it back exactly as it was, in its old order. */
export interface MapUndo<V> {
  /** Values before the block's first change of the key; undefined where the key is new. */
  readonly before: Map<string, V | undefined>;
  /** Entries that fell to the bound, oldest first. */
  readonly evicted: (readonly [string, V])[];
}

/**
 * A bounded map that remembers how it was before each block. Values are replaced, never mutated: the old one is the undo entry. When full, the keys that came first
 * go first, decided only by what was put in, so that every replay evicts the same.
 */
export class JournaledMap<V> {
  private entries = new Map<string, V>();
  private journal: MapUndo<V> | null = null;

  /** Goes up whenever anything changes: what was read at the same number still holds. */
  private changes = 0;

  constructor(readonly bound: number) {}

  get writes(): number {
    return this.changes;
  }

  get(key: string): V | undefined {
    // A look-up hashes the key, which is long, and mostly joined for the purpose.
    return this.entries.size === 0 ? undefined : this.entries.get(key);
  }

  get size(): number {
    return this.entries.size;
  }

  set(key: string, value: V): void {
    this.changes += 1;
    const journal = this.journal;
    if (journal !== null && !journal.before.has(key)) journal.before.set(key, this.entries.get(key));
    this.entries.set(key, value);
  }

  begin(): void {
    this.journal = { before: new Map(), evicted: [] };
  }

  /** Ends the block: keeps to the bound and hands over the undo entry. */
  commit(): MapUndo<V> {
    const journal: MapUndo<V> = this.journal ?? { before: new Map(), evicted: [] };
    this.changes += 1;
    this.journal = null;
    let excess = this.entries.size - this.bound;
    if (excess > 0) {
      for (const [key, value] of this.entries) {
        if (excess === 0) break;
        journal.evicted.push([key, value]);
        this.entries.delete(key);
        excess -= 1;
      }
    }
    return journal;
  }

  undo(journal: MapUndo<V>): void {
    this.changes += 1;
    // Evicted keys were the oldest: they go back to the front, with the value that the block left them.
    if (journal.evicted.length > 0) this.entries = new Map([...journal.evicted, ...this.entries]);
    for (const [key, value] of journal.before) {
      if (value === undefined) this.entries.delete(key);
      else this.entries.set(key, value);
    }
  }

  /** Oldest first. */
  entriesInOrder(): Iterable<readonly [string, V]> {
    return this.entries;
  }

  toEntries(): (readonly [string, V])[] {
    return [...this.entries];
  }

  load(entries: Iterable<readonly [string, V]>): void {
    this.changes += 1;
    this.entries = new Map(entries);
  }
}
