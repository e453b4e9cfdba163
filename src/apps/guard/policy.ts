import { z } from 'zod';
import type { CheckAnswer } from '../../contracts/check.js';

export type Verdict = CheckAnswer['verdict'];

export const policySchema = z.strictObject({
  name: z.string().min(1),
  /** What callers show: the last part of the address, or a bearer token. */
  key: z.string().min(16, 'expected at least 16 characters'),
  /** `block` refuses; `warn` lets through and says so in a header; `log` only writes it down. */
  mode: z.enum(['block', 'warn', 'log']).default('block'),
  blockWarnings: z.boolean().default(false),
  /** What becomes of a transaction that could not be checked. */
  onFailure: z.enum(['closed', 'open']).default('closed'),
});
export type GuardPolicy = z.infer<typeof policySchema>;

/** Malicious before warning before not checked: benign is earned by every part. */
const ORDER: readonly Verdict[] = ['benign', 'not_checked', 'warning', 'malicious'];

export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((worst, one) => (ORDER.indexOf(one) > ORDER.indexOf(worst) ? one : worst), 'benign');
}

export function isRefused(verdict: Verdict, { mode, blockWarnings, onFailure }: Omit<GuardPolicy, 'name' | 'key'>): boolean {
  if (mode !== 'block' || verdict === 'benign') return false;
  if (verdict === 'warning') return blockWarnings;
  return verdict === 'malicious' || onFailure === 'closed';
}
