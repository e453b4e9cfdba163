import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { messageOf } from '../../core/errors.js';
import type { RuleProblem } from '../../ports/rules.js';
import { type Bindings, ROOT_BINDINGS } from './bindings.js';
import { checkArguments } from './check-arguments.js';
import { checkLimits } from './check-limits.js';
import { checkPossible } from './check-possible.js';
import { checkWords } from './check-words.js';
import { constantOf } from './constant.js';
import { find } from './expression.js';
import type { Expression, MonitorLanguage } from './monitor-language.js';
import { nearest, problemAt } from './problem.js';

/** Null: something is wrong, and stands in `problems`. */
export interface CheckedExpression {
  readonly expression: Expression | null;
  readonly problems: readonly RuleProblem[];
}

/** Parsed, typed and looked at for what could never hold. `where`: what its names stand for there. */
export function checkExpression(
  language: MonitorLanguage,
  path: string,
  text: string,
  types: readonly string[],
  where: Bindings = ROOT_BINDINGS,
): CheckedExpression {
  const { environment, abi, detectors, monitor } = language;
  const { valid, type = '', error } = environment.check(text);
  if (!valid) {
    const range = error?.range ?? error?.node?.range ?? { start: 0, end: 0 };
    const message = error?.summary ?? messageOf(error);
    return { expression: null, problems: [problemAt(path, { input: text, range }, message, remedyOf(message, language))] };
  }
  const evaluate = environment.parse(text);
  const { ast } = evaluate;
  evaluate.check(); // What it may cost depends on types, which lie in the tree from here on.
  const problems = [
    ...typeProblems(path, ast, type, types),
    ...checkLimits(path, ast),
    ...constantProblems(path, ast, environment),
    ...checkWords(ast, path, { abi, detectors }),
    ...checkArguments(ast, path, abi, where).problems,
    ...(types.includes('bool') ? checkPossible(ast, path, environment, monitor.addresses) : []),
  ];
  return { expression: problems.length > 0 ? null : { ast, type, evaluate }, problems };
}

/** What is found out when it is evaluated may be anything. */
function typeProblems(path: string, ast: ASTNode, type: string, types: readonly string[]): readonly RuleProblem[] {
  if (type === 'dyn' || types.includes(type)) return [];
  const remedy = types.includes('bool') ? 'compare it, for example with > amount("1", 18)' : null;
  return [problemAt(path, ast, `this is ${article(type)}, and must be ${types.map(article).join(' or ')}`, remedy)];
}

/** What is written out must hold: a mistyped address is found now. */
function constantProblems(path: string, ast: ASTNode, environment: Environment): readonly RuleProblem[] {
  const wrong = find(ast, (node) => constantOf(node, environment)?.kind === 'error');
  const constant = wrong === null ? null : constantOf(wrong, environment);
  return wrong !== null && constant?.kind === 'error' ? [problemAt(path, wrong, constant.message, null)] : [];
}

/** A type in words. */
export function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    bool: 'a condition',
    Amount: 'an amount',
    int: 'a whole number',
    string: 'text',
    Address: 'an address',
    double: 'a number with a point',
  };
  return words[type] ?? type;
}

function remedyOf(message: string, language: MonitorLanguage): string | null {
  if (/Address (==|!=) string|string (==|!=) Address/.test(message)) return 'write addr("0x…"): addresses compare whatever their spelling';
  if (/Amount .* double|double .* Amount/.test(message)) return 'write double(…) around the amount, or amount("…", decimals)';
  if (/Amount .* string|string .* Amount/.test(message)) return 'write amount("…", decimals)';
  const [, what, word = ''] = /^(No such key|Unknown variable): (\w+)/.exec(message) ?? [];
  if (what === undefined) return null;
  const isField = what === 'No such key';
  const near = nearest(word, knownNames(language, isField));
  if (near !== null) return `did you mean "${near}"?`;
  return isField ? 'see which fields there are; arguments come from the abi' : 'what may be used depends on "on"';
}

/** Fields of anything, or variables. */
function knownNames({ context }: MonitorLanguage, isField: boolean): ReadonlySet<string> {
  const paths = context().names.map(({ name }) => name.split('.'));
  return new Set(paths.filter(({ length }) => length > 1 === isField).map((path) => path.at(-1)?.replace('[]', '') ?? ''));
}
