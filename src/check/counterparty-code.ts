import type { Address, CodeFact } from '../core/chain/block.js';
import { messageOf } from '../core/errors.js';
import type { SimulationBlock, Simulator } from '../ports/simulator.js';
import { type Counterparties, MAX_COUNTERPARTIES } from './counterparties.js';
import type { Coverage } from './coverage.js';
import type { Deadline } from './deadline.js';

/** Code of every counterparty, and of the contracts met inside. One that is not told is unknown, and the check is failed. */
export async function codeOf(
  { direct, inner }: Counterparties,
  block: SimulationBlock | null,
  simulator: Simulator | null,
  deadline: Deadline,
  coverage: Coverage,
  nowMs: () => number,
): Promise<ReadonlyMap<Address, CodeFact>> {
  if (block === null || simulator === null) return new Map();
  const startedAt = nowMs();
  const all = [...new Set([...direct, ...inner])];
  const wanted = all.slice(0, MAX_COUNTERPARTIES);
  try {
    const facts = await deadline.within((timeoutMs) => simulator.codeOf(wanted, block, timeoutMs));
    const unknown = all.filter((address) => !facts.has(address));
    if (unknown.length === 0) coverage.ran('code', nowMs() - startedAt);
    else coverage.failed('code', `The code of ${unknown.length} of ${all.length} counterparties is not known.`, nowMs() - startedAt);
    return facts;
  } catch (error) {
    coverage.failed('code', messageOf(error), nowMs() - startedAt);
    return new Map();
  }
}
