import type { ASTNode } from '@marcbachmann/cel-js';
import type { RuleProblem } from '../../ports/rules.js';
import { argumentName } from './argument-types.js';
import { type Binding, type Bindings, ROOT_BINDINGS, walk } from './bindings.js';
import { pathOf } from './expression.js';
import type { AbiItem, MonitorAbi } from './monitor-abi.js';
import { problemAt } from './problem.js';

export interface ArgumentUse {
  readonly problems: readonly RuleProblem[];
  /** Arguments of the asked event or call are read without saying which it is: only those that the ABI knows are asked about. */
  readonly needsKnown: boolean;
}

/** An argument that not every event here has is an error at the first one without it: said while it is written, not at night. */
export function checkArguments(ast: ASTNode, path: string, abi: MonitorAbi, known: Bindings = ROOT_BINDINGS): ArgumentUse {
  const problems: RuleProblem[] = [];
  let needsKnown = false;
  walk(ast, known, (node, bindings) => {
    const names = pathOf(node);
    if (names === null || names.length !== 3 || names[1] !== 'args') return;
    const [variable = '', , argument = ''] = names;
    const binding = bindings.get(variable);
    if (binding === undefined || (binding.kind !== 'event' && binding.kind !== 'call')) return;
    const items = binding.kind === 'event' ? abi.events : abi.functions;
    const isAsked = variable === 'event' || variable === 'call';
    if (binding.names === null && isAsked) needsKnown = true;
    const problem = flawOf(node, variable, argument, binding, items, isAsked, path);
    if (problem !== null) problems.push(problem);
  });
  return { problems, needsKnown };
}

function flawOf(
  node: ASTNode,
  variable: string,
  argument: string,
  { kind, names }: Binding,
  items: readonly AbiItem[],
  isAsked: boolean,
  path: string,
): RuleProblem | null {
  const having = items.filter((item) => item.inputs.some((input, i) => argumentName(input, i) === argument));
  const example = having[0];
  if (example === undefined) return null; // The type check has said so.
  const remedy = `say which one it is: ${variable}.name == "${example.name}" && …`;
  if (names === null && !isAsked) return problemAt(path, node, `not every ${kind} of a transaction has an argument ${argument}`, remedy);
  const possible = items.filter(({ name, signature }) => names === null || names.has(name) || names.has(signature));
  const lacking = possible.find((item) => !having.includes(item));
  return lacking === undefined ? null : problemAt(path, node, `${lacking.signature} has no argument ${argument}`, remedy);
}
