import type { Address } from '../core/chain/block.js';
import type { Json, Severity } from '../core/detect/finding.js';
import type { CheckFacts } from './facts.js';

export const RULE_GROUPS = [
  'recipient',
  'approval',
  'signature',
  'swap',
  'delegation',
  'contract',
  'outcome',
  'account',
  'message',
  'site',
] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];

export interface RuleHit {
  readonly severity: Severity;
  /** A sentence for the person who is about to sign. */
  readonly text: string;
  readonly address: Address | null;
  readonly evidence: { readonly [key: string]: Json };
}

/** Thresholds are numbers, words and lists, so that a policy can set them in JSON. */
export type RuleParams = { readonly [name: string]: number | boolean | string | readonly string[] };

export interface CheckRule {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly group: RuleGroup;
  readonly params: RuleParams;
  inspect(facts: CheckFacts, params?: RuleParams): readonly RuleHit[];
}

export interface RuleDefinition<P extends RuleParams> extends Omit<CheckRule, 'params' | 'inspect'> {
  readonly params: P;
  inspect(facts: CheckFacts, params: P): readonly RuleHit[];
}

/** Metadata and logic in one typed literal. Rules are pure: what they look at was read before. */
export function defineRule<const P extends RuleParams>(definition: RuleDefinition<P>): CheckRule {
  return { ...definition, inspect: (facts, params) => definition.inspect(facts, { ...definition.params, ...params }) };
}
