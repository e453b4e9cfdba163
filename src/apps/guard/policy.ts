import { z } from 'zod';
import { isRefused, type Judgement } from '../../sdk/judge-call.js';

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
/** What a policy says, whoever it is for. */
export type GuardRules = Omit<GuardPolicy, 'key'>;

/** What cannot be read is refused in every mode: nobody could say later what it was. */
export function isHeldBy(policy: GuardRules, judgement: Judgement): boolean {
  return judgement.isUnreadable || (policy.mode === 'block' && isRefused(judgement, policy));
}
