import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Address } from '../../core/chain/block.js';
import { Account } from '../../core/monitor/account.js';
import type { RuleProblem } from '../../ports/rules.js';
import { constantOf, equalityKey, numberOf } from './constant.js';
import { conjuncts, freeNames, textOf } from './expression.js';
import { problemAt } from './problem.js';

type Bound = { readonly value: bigint | number; readonly isStrict: boolean };
interface Range {
  low: Bound | null;
  high: Bound | null;
}

const NEVER_NEGATIVE =
  /^((tx|call)\.value|tx\.(fee|gasPrice|gasUsed|gasLimit|nonce|index|type)|transfer\.(amount|usd)|block\.\w+|score\.risk|finding\.rank|(call|event)\.(index|depth)|size\(.*\))$/;
const AT_MOST: Readonly<Record<string, number>> = { 'score.risk': 100, 'block.maxRisk': 100, 'finding.rank': 4 };

/** Conditions that contradict each other, or what they speak of: such a monitor would be silent for ever, and look as if all were well. */
export function checkPossible(ast: ASTNode, path: string, environment: Environment, addresses: readonly Address[]): readonly RuleProblem[] {
  const whole = constantOf(ast, environment);
  if (whole?.kind === 'value' && whole.value === false)
    return [problemAt(path, ast, 'this is never true', 'it looks at nothing: compare a field, for example tx.value > amount("1", 18)')];
  const equal = new Map<string, { readonly keys: ReadonlySet<string>; readonly node: ASTNode }>();
  const ranges = new Map<string, Range>();
  const problems: RuleProblem[] = [];
  for (const part of conjuncts(ast)) {
    const flaw = freeNames(part).size === 0 ? constantPart(part) : (equality(part) ?? comparison(part));
    if (flaw !== null) problems.push(flaw);
  }
  return problems;

  function constantPart(part: ASTNode): RuleProblem | null {
    const constant = constantOf(part, environment);
    return constant?.kind === 'value' && constant.value === false
      ? problemAt(path, part, 'this part is never true, so the whole is never true', 'leave it out, or compare a field')
      : null;
  }

  function equality(part: ASTNode): RuleProblem | null {
    if (part.op !== '==' && part.op !== 'in') return null;
    const [left, right] = part.args;
    const [subject, other] = freeNames(left).size > 0 ? [left, right] : [right, left];
    const constant = constantOf(other, environment);
    if (constant?.kind !== 'value') return null;
    const values: readonly unknown[] = part.op === 'in' && Array.isArray(constant.value) ? constant.value : [constant.value];
    const keys = new Set(values.flatMap((value) => equalityKey(value) ?? []));
    if (keys.size === 0) return part.op === 'in' && values.length === 0 ? problemAt(path, part, 'nothing is in an empty list', null) : null;
    const name = textOf(subject);
    if (
      name === 'event.address' &&
      addresses.length > 0 &&
      values.every((value) => value instanceof Account && !addresses.includes(value.address))
    )
      return problemAt(
        path,
        part,
        'this contract is not among the addresses of the monitor, which alone are watched',
        'add it to addresses, or leave addresses out',
      );
    const before = equal.get(name);
    const shared = before === undefined ? keys : new Set([...keys].filter((key) => before.keys.has(key)));
    if (shared.size === 0)
      return problemAt(path, part, `${name} cannot be this and ${textOf(before?.node ?? part)} at once`, 'join the two with ||');
    equal.set(name, { keys: shared, node: part });
    const number = values.length === 1 ? numberOf(values[0]) : null;
    return number === null ? null : (tighten(part, name, '>=', number) ?? tighten(part, name, '<=', number));
  }

  function comparison(part: ASTNode): RuleProblem | null {
    if (part.op !== '>' && part.op !== '>=' && part.op !== '<' && part.op !== '<=') return null;
    const [left, right] = part.args;
    const isTurned = freeNames(left).size === 0;
    const constant = constantOf(isTurned ? left : right, environment);
    const number = constant?.kind === 'value' ? numberOf(constant.value) : null;
    return number === null ? null : tighten(part, textOf(isTurned ? right : left), isTurned ? TURNED[part.op] : part.op, number);
  }

  function tighten(part: ASTNode, name: string, sign: '>' | '>=' | '<' | '<=', value: bigint | number): RuleProblem | null {
    const range = ranges.get(name) ?? { low: NEVER_NEGATIVE.test(name) ? { value: 0n, isStrict: false } : null, high: highestOf(name) };
    ranges.set(name, range);
    const isStrict = sign === '>' || sign === '<';
    if (sign === '>' || sign === '>=') {
      if (range.low === null || value > range.low.value || (value === range.low.value && isStrict)) range.low = { value, isStrict };
    } else if (range.high === null || value < range.high.value || (value === range.high.value && isStrict))
      range.high = { value, isStrict };
    const { low, high } = range;
    if (low === null || high === null) return null;
    const isEmpty =
      low.value > high.value || (Number(low.value) === Number(high.value) && low.value >= high.value && (low.isStrict || high.isStrict));
    return isEmpty
      ? problemAt(
          path,
          part,
          `no ${name} is like this: it would have to be above ${low.value} and below ${high.value}`,
          'turn one of the comparisons round',
        )
      : null;
  }
}

const TURNED = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const;

function highestOf(name: string): Bound | null {
  const value = AT_MOST[name];
  return value === undefined ? null : { value, isStrict: false };
}
