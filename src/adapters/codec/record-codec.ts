import { Packr } from 'msgpackr';

/** Self-contained MessagePack: no record structure is shared between values, and integers of any size survive. */
const packr = new Packr({ useRecords: false, useBigIntExtension: true, moreTypes: true });

export function encodeRecord(value: unknown): Buffer {
  return packr.pack(value);
}

/** Throws where the bytes are no record. */
export function decodeRecord(bytes: Uint8Array): unknown {
  return packr.unpack(bytes);
}
