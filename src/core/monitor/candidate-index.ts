import type { Hex } from '../chain/block.js';
import type { CompiledMonitor } from './compiled-monitor.js';

/** What is asked about, as far as it decides which monitors may match. */
export interface Traits {
  readonly addresses: Iterable<Hex>;
  /** First topic, selector or detector; null: none. */
  readonly topic: string | null;
  /** Value or amount; null: none. */
  readonly size: bigint | null;
}

interface Sized {
  readonly position: number;
  readonly above: bigint;
}

const NONE: readonly CompiledMonitor[] = [];
const MOST_PAIRS = 2_000;

/** Finds the monitors that may match among a thousand by a few look-ups. Their order is kept: what a sequence waits for comes first. */
export class CandidateIndex {
  /** By topic, then by address: both are looked up as they come, without making a key of them. */
  private readonly byPair = new Map<string, Map<string, number[]>>();
  private readonly byAddress = new Map<string, number[]>();
  private readonly byTopic = new Map<string, number[]>();
  /** Only by their size, the smallest first: those above it end the walk. */
  private readonly rest: Sized[] = [];

  constructor(private readonly monitors: readonly CompiledMonitor[]) {
    for (const [position, { filter }] of monitors.entries()) {
      const { addresses, topics, above } = filter;
      if (addresses !== null && topics !== null && addresses.size * topics.size <= MOST_PAIRS) {
        for (const topic of topics) {
          const ofTopic = this.byPair.get(topic) ?? new Map<string, number[]>();
          for (const address of addresses) put(ofTopic, address, position);
          if (addresses.size > 0) this.byPair.set(topic, ofTopic);
        }
      } else if (addresses !== null) for (const address of addresses) put(this.byAddress, address, position);
      else if (topics !== null) for (const topic of topics) put(this.byTopic, topic, position);
      else this.rest.push({ position, above: above ?? -1n });
    }
    this.rest.sort((a, b) => (a.above < b.above ? -1 : a.above > b.above ? 1 : a.position - b.position));
  }

  get isEmpty(): boolean {
    return this.monitors.length === 0;
  }

  /** Whether addresses need to be looked up at all. */
  get asksAddresses(): boolean {
    return this.byAddress.size > 0 || this.byPair.size > 0;
  }

  candidates({ addresses, topic, size }: Traits): readonly CompiledMonitor[] {
    const found: number[] = [];
    const ofTopic = topic === null ? undefined : this.byPair.get(topic);
    if (this.byAddress.size > 0 || ofTopic !== undefined)
      for (const address of addresses) {
        append(found, this.byAddress.get(address));
        append(found, ofTopic?.get(address));
      }
    if (topic !== null) append(found, this.byTopic.get(topic));
    for (const { position, above } of this.rest) {
      if (size !== null && above >= size) break;
      found.push(position);
    }
    return found.length === 0 ? NONE : this.inOrder(found);
  }

  private inOrder(positions: readonly number[]): readonly CompiledMonitor[] {
    const sorted = positions.length === 1 ? positions : [...new Set(positions)].sort((a, b) => a - b);
    return sorted.flatMap((position) => this.monitors[position] ?? []);
  }
}

function append(found: number[], positions: readonly number[] | undefined): void {
  if (positions !== undefined) for (const position of positions) found.push(position);
}

function put(map: Map<string, number[]>, key: string, position: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [position]);
  else list.push(position);
}
