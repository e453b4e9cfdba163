import type { Hex } from './block.js';

const DIGIT = new Uint8Array(128);
for (let i = 0; i < 10; i += 1) DIGIT[48 + i] = i;
for (let i = 0; i < 6; i += 1) {
  DIGIT[97 + i] = 10 + i;
  DIGIT[65 + i] = 10 + i;
}

/**
 * RLP written back to front into one growing buffer: an item's length is known once it is written, so that nothing is measured or copied twice.
 * Lists are written last element first, between `mark()` and `list(mark)`.
 */
export class RlpWriter {
  private buffer: Uint8Array = new Uint8Array(64 * 1024);
  /** Index of the first written byte. */
  private at = this.buffer.length;

  /** The position to give to `list`, `string` or `since` later. Counted from the end, so that growing keeps it true. */
  mark(): number {
    return this.buffer.length - this.at;
  }

  /** Forgets what was written since the mark. */
  rewind(mark: number): void {
    this.at = this.buffer.length - mark;
  }

  /** What was written since the mark. A view: valid until the next write. */
  since(mark: number): Uint8Array {
    return this.buffer.subarray(this.at, this.buffer.length - mark);
  }

  /** Turns what was written since the mark into a list. */
  list(mark: number): void {
    this.header(this.mark() - mark, 0xc0);
  }

  /** Turns what was written since the mark into a byte string; a single byte below 0x80 stands for itself. */
  string(mark: number): void {
    const length = this.mark() - mark;
    if (length === 1 && (this.buffer[this.at] ?? 0) < 0x80) return;
    this.header(length, 0x80);
  }

  byte(value: number): void {
    this.room(1);
    this.at -= 1;
    this.buffer[this.at] = value;
  }

  bytes(value: Uint8Array): void {
    this.room(value.length);
    this.at -= value.length;
    this.buffer.set(value, this.at);
  }

  /** Hex data as an RLP string. */
  data(hex: Hex): void {
    const length = (hex.length - 2) >> 1;
    this.rawHex(hex, 2, length);
    if (length === 1 && (this.buffer[this.at] ?? 0) < 0x80) return;
    this.header(length, 0x80);
  }

  /** Hex data without a header. */
  raw(hex: Hex): void {
    this.rawHex(hex, 2, (hex.length - 2) >> 1);
  }

  /** A quantity as RLP wants it: big endian without leading zeros, zero as the empty string. */
  quantity(hex: Hex): void {
    let start = 2;
    while (start < hex.length && hex.charCodeAt(start) === 48) start += 1;
    const digits = hex.length - start;
    const length = (digits + 1) >> 1;
    this.room(length);
    if (digits % 2 === 0) {
      this.rawHex(hex, start, length);
    } else {
      this.rawHex(hex, start + 1, length - 1);
      this.byte(DIGIT[hex.charCodeAt(start)] ?? 0);
    }
    if (length === 1 && (this.buffer[this.at] ?? 0) < 0x80) return;
    this.header(length, 0x80);
  }

  number(value: number): void {
    if (value === 0) return this.byte(0x80);
    if (value < 0x80) return this.byte(value);
    const length = this.bigEndian(value);
    this.header(length, 0x80);
  }

  bigint(value: bigint): void {
    if (value <= 0xffffffffn) return this.number(Number(value));
    this.quantity(`0x${value.toString(16)}`);
  }

  private rawHex(hex: string, start: number, length: number): void {
    this.room(length);
    this.at -= length;
    const buffer = this.buffer;
    let to = this.at;
    for (let i = start; to < this.at + length; i += 2) {
      buffer[to] = ((DIGIT[hex.charCodeAt(i)] ?? 0) << 4) | (DIGIT[hex.charCodeAt(i + 1)] ?? 0);
      to += 1;
    }
  }

  private header(length: number, base: number): void {
    if (length < 56) return this.byte(base + length);
    const size = this.bigEndian(length);
    this.byte(base + 55 + size);
  }

  private bigEndian(value: number): number {
    let rest = value;
    let size = 0;
    while (rest > 0) {
      this.byte(rest % 256);
      rest = Math.floor(rest / 256);
      size += 1;
    }
    return size;
  }

  private room(length: number): void {
    if (this.at >= length) return;
    const used = this.mark();
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, used + length + 1024));
    grown.set(this.buffer.subarray(this.at), grown.length - used);
    this.buffer = grown;
    this.at = grown.length - used;
  }
}
