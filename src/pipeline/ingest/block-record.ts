import { blockNumberOf, type ChainEvent, chainIdOf } from '../../core/chain/chain-event.js';
import type { EventRecord } from '../../ports/event-log.js';

/** A chain event as a record of `blocks.v1`. */
export function recordOf(event: ChainEvent): EventRecord {
  const chain = String(chainIdOf(event));
  return { key: chain, value: event, headers: { schema: 'blocks.v1', chain, block: String(blockNumberOf(event)) } };
}
