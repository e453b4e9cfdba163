import type { PolicySettings } from '../contracts/check-policy.js';
import type { Coverage } from './coverage.js';
import type { CheckFacts } from './facts.js';
import type { CheckReason } from './reasons.js';
import type { CheckRule, RuleGroup } from './rule.js';

/** What a policy changes; null: nothing. */
export type Settings = PolicySettings['rules'] | null;

/** Groups that say something of one call of a batch; the others judge the whole. */
export const GROUPS_OF_A_CALL: readonly RuleGroup[] = ['recipient', 'approval', 'swap', 'contract'];

export interface RulesRun {
  readonly reasons: readonly CheckReason[];
  readonly failed: readonly string[];
  readonly off: readonly string[];
}

/** Every rule on what was read. One that throws is told, and what it would have said is not taken for silence. */
export function runRules(
  rules: readonly CheckRule[],
  facts: CheckFacts,
  settings: Settings,
  groups: readonly RuleGroup[] | null = null,
): RulesRun {
  const reasons: CheckReason[] = [];
  const [failed, off]: [string[], string[]] = [[], []];
  for (const rule of rules) {
    if (groups !== null && !groups.includes(rule.group)) continue;
    const setting = settings?.[rule.id];
    if (setting?.severity === 'off') {
      off.push(rule.id);
      continue;
    }
    const wanted = setting?.severity;
    try {
      for (const hit of rule.inspect(facts, setting?.params))
        reasons.push({ id: rule.id, ...hit, severity: wanted === undefined ? hit.severity : wanted });
    } catch {
      failed.push(rule.id);
    }
  }
  return { reasons, failed, off };
}

/** A failed rule is a required check that failed; one that the policy silenced is told. */
export function coverRules({ failed, off }: RulesRun, coverage: Coverage, ms: number): void {
  if (failed.length > 0) coverage.failed('rules', `Failed: ${failed.join(', ')}.`, ms);
  else coverage.ran('rules', ms, off.length === 0 ? null : `Not asked, by policy: ${off.join(', ')}.`);
  for (const id of failed) coverage.failed(`rule.${id}`, 'The rule failed: what it looks for was not looked for.', ms);
}

/** Names that no rule has, and thresholds that none takes: with the field at fault. */
export function problemsOf(
  settings: PolicySettings,
  rules: readonly CheckRule[],
): readonly { readonly path: string; readonly message: string }[] {
  return Object.entries(settings.rules).flatMap(([id, { params = {} }]) => {
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined) return [{ path: `/rules/${id}`, message: `There is no rule ${id}.` }];
    return Object.entries(params).flatMap(([name, value]) => {
      const path = `/rules/${id}/params/${name}`;
      const own = rule.params[name];
      if (own === undefined) return [{ path, message: `${id} takes ${Object.keys(rule.params).join(', ') || 'no parameters'}.` }];
      return typeOf(own) === typeOf(value) ? [] : [{ path, message: `${name} is a ${typeOf(own)}.` }];
    });
  });
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
