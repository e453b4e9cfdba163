import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { IHeaders } from 'kafkajs';
import type { EventHeaders, EventRecord } from '../../ports/event-log.js';
import { decodeRecord, encodeRecord } from '../codec/record-codec.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** A broker refuses more than a megabyte in one message by default; headers and the key need some room. */
export const MAX_PART_BYTES = 900_000;
/** Larger values would fill the consumer's memory: no block is. */
const MAX_VALUE_BYTES = 512_000_000;

export interface KafkaMessage {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

/** One record as one message, or as numbered parts where it is large. The value is MessagePack under Brotli at its fastest: smaller and quicker than gzip. */
export async function messagesOf(record: EventRecord): Promise<readonly KafkaMessage[]> {
  const bytes = await compress(encodeRecord(record.value), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const { key } = record;
  const headers: Record<string, string> = { ...record.headers, encoding: 'br' };
  if (bytes.length <= MAX_PART_BYTES) return [{ key, value: bytes, headers }];
  const parts = Math.ceil(bytes.length / MAX_PART_BYTES);
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return Array.from({ length: parts }, (_, part) => ({
    key,
    value: bytes.subarray(part * MAX_PART_BYTES, (part + 1) * MAX_PART_BYTES),
    headers: { ...headers, id, part: String(part), parts: String(parts) },
  }));
}

export function headerText(headers: IHeaders | undefined, name: string): string {
  const value = headers?.[name];
  return value === undefined ? '' : value.toString();
}

/** A record from its whole bytes. Throws where they are none. */
export async function recordOf(key: string, bytes: Buffer, headers: IHeaders | undefined): Promise<EventRecord> {
  const encoding = headerText(headers, 'encoding');
  if (encoding !== 'br') throw new Error(`encoding ${encoding || 'missing'} is not known`);
  const value = decodeRecord(await decompress(bytes, { maxOutputLength: MAX_VALUE_BYTES }));
  const traceparent = headerText(headers, 'traceparent');
  const known: EventHeaders = {
    schema: headerText(headers, 'schema'),
    chain: headerText(headers, 'chain'),
    block: headerText(headers, 'block'),
    ...(traceparent === '' ? {} : { traceparent }),
  };
  return { key, value, headers: known };
}

export type Assembled = { readonly kind: 'whole'; readonly bytes: Buffer } | { readonly kind: 'waiting' };

/** Parts of large records on their way together, for one partition. A set that was cut off (its writer died) is dropped when the next record begins: who wrote it writes it again, whole. */
export class PartAssembler {
  private id = '';
  private parts: Buffer[] = [];

  constructor(private readonly onIncomplete: () => void) {}

  take(bytes: Buffer, headers: IHeaders | undefined): Assembled {
    const total = headerText(headers, 'parts');
    if (total === '') {
      this.drop();
      return { kind: 'whole', bytes };
    }
    const [id, part] = [headerText(headers, 'id'), Number(headerText(headers, 'part'))];
    if (part === 0 || id !== this.id || part !== this.parts.length) this.drop();
    if (part !== this.parts.length) return { kind: 'waiting' }; // Its beginning was never seen.
    this.id = id;
    this.parts.push(bytes);
    if (this.parts.length < Number(total)) return { kind: 'waiting' };
    const whole = Buffer.concat(this.parts);
    this.parts = [];
    return { kind: 'whole', bytes: whole };
  }

  private drop(): void {
    if (this.parts.length > 0) this.onIncomplete();
    this.parts = [];
    this.id = '';
  }
}
