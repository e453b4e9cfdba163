import type { Hex, Log } from './block.js';
import type { Hashing } from './hashing.js';
import { RlpWriter } from './rlp.js';

/** Bit positions of addresses and topics seen before: most repeat. Cleared when full, so that it stays bounded. */
const MAX_CACHED = 50_000;

/** Computes the 2,048-bit filters by which a header and its receipts commit to their logs. */
export class BloomBuilder {
  private readonly bits = new Map<Hex, number>();
  private readonly writer = new RlpWriter();

  constructor(private readonly hashing: Hashing) {}

  /** Adds an item's three bits to a filter of 256 bytes. */
  private add(filter: Uint8Array, item: Hex): void {
    const bits = this.bits.get(item) ?? this.compute(item);
    for (let shift = 0; shift < 33; shift += 11) {
      const bit = Math.floor(bits / 2 ** shift) & 2047;
      const at = 255 - (bit >> 3);
      filter[at] = (filter[at] ?? 0) | (1 << (bit & 7));
    }
  }

  /** The item's three bit positions packed into one number of 33 bits. */
  private compute(item: Hex): number {
    const start = this.writer.mark();
    this.writer.raw(item);
    const hash = this.hashing.keccak256(this.writer.since(start));
    this.writer.rewind(start);
    let packed = 0;
    for (let i = 2; i >= 0; i -= 1) packed = packed * 2048 + ((((hash[2 * i] ?? 0) << 8) | (hash[2 * i + 1] ?? 0)) & 2047);
    if (this.bits.size >= MAX_CACHED) this.bits.clear();
    this.bits.set(item, packed);
    return packed;
  }

  addLogs(filter: Uint8Array, logs: readonly Log[]): void {
    for (const log of logs) {
      this.add(filter, log.address);
      for (const topic of log.topics) this.add(filter, topic);
    }
  }
}
