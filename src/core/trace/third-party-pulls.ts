import type { Address } from '../chain/block.js';
import type { Flow } from './token-flows.js';
import type { TraceFacts } from './trace-facts.js';

/** Tokens that are taken from somebody who takes no part: runs no code here, is not of the sender's, and receives nothing. */
export function thirdPartyPulls(trace: TraceFacts): readonly Flow[] {
  const pulled = trace.flows.filter(({ kind, from }) => kind === 'transfer-from' && !trace.cluster.has(from) && trace.isSilent(from));
  if (pulled.length === 0) return pulled;
  // A token that the sender calls itself moves what it was allowed to: an allowance is no attack.
  if (trace.entry !== null && pulled.some(({ token }) => token === trace.entry)) return [];
  const receivers = new Set<Address>(trace.flows.map(({ to }) => to));
  return pulled.filter(({ from }) => !receivers.has(from));
}
