import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import { messageOf } from '../../core/errors.js';
import { Account } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import type { CompiledMonitor, CompiledStep, Scope } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import type { RuleProblem, Rules, RuleVerdict } from '../../ports/rules.js';
import { argumentFields } from './argument-types.js';
import { type Bindings, bindingsWhere, ROOT_BINDINGS } from './bindings.js';
import { celEnvironment, type Fields, fieldsOf } from './cel-environment.js';
import { checkArguments } from './check-arguments.js';
import { checkPossible } from './check-possible.js';
import { checkWords } from './check-words.js';
import { compileReads } from './compile-reads.js';
import { constantOf, numberOf } from './constant.js';
import { costBoundOf, degreeOf } from './cost.js';
import { explainer } from './explain.js';
import { freeNames, partsOf } from './expression.js';
import { filterOf } from './filter.js';
import { createItemDecoder } from './item-decoder.js';
import { readMonitorAbi } from './monitor-abi.js';
import { problemAt, problemOf } from './problem.js';

export interface RulesOptions {
  /** Ids that findings can carry. */
  readonly detectors: ReadonlySet<string>;
}

const MOST_NESTED = 2;

/** CEL by `@marcbachmann/cel-js`, with the types of a chain. */
export function createRules({ detectors }: RulesOptions): Rules {
  return { compile: (monitor, others = []) => new Compilation(monitor, others, detectors).verdict() };
}

interface Expression {
  readonly ast: ASTNode;
  readonly type: string;
  readonly evaluate: ParseResult;
}

/** One monitor on its way to being asked: collects everything that is wrong before it gives up. */
class Compilation {
  private readonly problems: RuleProblem[] = [];
  private readonly environment: Environment;
  private readonly abi;
  private readonly reads;
  private readonly types: Fields;

  constructor(
    private readonly monitor: Monitor,
    private readonly others: readonly Monitor[],
    private readonly detectors: ReadonlySet<string>,
  ) {
    const { abi, problems } = readMonitorAbi(monitor.abi);
    this.abi = abi;
    this.reads = compileReads(monitor.reads);
    this.problems.push(...problems, ...this.reads.problems);
    const shape = {
      subject: monitor.on,
      eventArguments: argumentFields(abi.events),
      callArguments: argumentFields(abi.functions),
      reads: this.reads.fields,
    };
    this.environment = celEnvironment(shape);
    this.types = fieldsOf(shape);
  }

  verdict(): RuleVerdict {
    const { monitor } = this;
    const when = this.expression('/when', monitor.when, ['bool']);
    const holding = when === null ? ROOT_BINDINGS : bindingsWhere(when.ast);
    const window = this.window(holding);
    const steps = monitor.sequence.flatMap((step, i) => this.step(step, i, holding) ?? []);
    this.routes();
    const cost = when === null ? null : costBoundOf(when.ast);
    const context = Object.entries(this.types).map(([name, type]) => ({ name, type }));
    if (when === null || cost === null || this.problems.some(({ severity }) => severity === 'error'))
      return { compiled: null, problems: this.problems, cost, context };
    const decoder = createItemDecoder(this.abi);
    const { needsKnown } = checkArguments(when.ast, '/when', this.abi);
    const filter = filterOf(when.ast, monitor, this.abi, this.environment, needsKnown);
    const compiled: CompiledMonitor = {
      monitor,
      decoder,
      cost,
      watched: monitor.addresses.length === 0 ? null : new Set(monitor.addresses),
      filter,
      items: this.itemsOf(filter),
      uses: this.uses(when.ast),
      reads: this.reads.reads,
      window,
      steps,
      marks: this.marks(),
      matches: (scope) => when.evaluate(scope) === true,
      explain: explainer(when.ast, this.environment),
    };
    return { compiled, problems: this.problems, cost, context };
  }

  /** Parsed, typed and looked at for what could never hold. Null: something is wrong, and was said. */
  private expression(path: string, text: string, types: readonly string[], where: Bindings = ROOT_BINDINGS): Expression | null {
    const before = this.problems.length;
    const { valid, type = '', error } = this.environment.check(text);
    if (!valid) {
      const range = error?.range ?? error?.node?.range ?? { start: 0, end: 0 };
      const message = error?.summary ?? messageOf(error);
      this.problems.push(problemAt(path, { input: text, range }, message, remedyOf(message)));
      return null;
    }
    const evaluate = this.environment.parse(text);
    const { ast } = evaluate;
    if (type !== 'dyn' && !types.includes(type))
      this.problems.push(
        problemAt(
          path,
          ast,
          `this is ${article(type)}, and must be ${types.map(article).join(' or ')}`,
          type === 'dyn' ? null : remedyOfType(types),
        ),
      );
    this.limits(path, ast);
    this.constants(path, ast);
    this.problems.push(
      ...checkWords(ast, path, { abi: this.abi, detectors: this.detectors }),
      ...checkArguments(ast, path, this.abi, where).problems,
      ...(types.includes('bool') ? checkPossible(ast, path, this.environment, this.monitor.addresses) : []),
    );
    return this.problems.length > before ? null : { ast, type, evaluate };
  }

  private limits(path: string, ast: ASTNode): void {
    if (degreeOf(costBoundOf(ast)) > MOST_NESTED)
      this.problems.push(
        problemAt(
          path,
          ast,
          'more than two lists are walked within each other: that could take longer than a block',
          'filter first, or split it into a sequence of monitors',
        ),
      );
    const regex = find(ast, (node) => node.op === 'rcall' && node.args[0] === 'matches');
    if (regex !== null)
      this.problems.push(
        problemAt(
          path,
          regex,
          'matches() is not offered: some regular expressions take for ever',
          'use ==, startsWith(), endsWith() or contains()',
        ),
      );
  }

  /** What is written out must hold: a mistyped address is found now. */
  private constants(path: string, ast: ASTNode): void {
    const wrong = find(ast, (node) => constantOf(node, this.environment)?.kind === 'error');
    const constant = wrong === null ? null : constantOf(wrong, this.environment);
    if (wrong !== null && constant?.kind === 'error') this.problems.push(problemAt(path, wrong, constant.message, null));
  }

  private window(holding: Bindings): CompiledMonitor['window'] {
    const { window } = this.monitor;
    if (window === null) return null;
    const group =
      window.groupBy === null
        ? null
        : this.expression('/window/groupBy', window.groupBy, ['Address', 'string', 'Amount', 'int', 'bool'], holding);
    const sum = window.sum === null ? null : this.expression('/window/sum', window.sum, ['Amount', 'int'], holding);
    const over = this.over(window.over);
    if (over === null) return null;
    return {
      seconds: window.seconds,
      over,
      groupOf: (scope) => (group === null ? '' : textFrom(group.evaluate(scope))),
      amountOf: (scope) => (sum === null ? 1n : amountFrom(sum.evaluate(scope))),
    };
  }

  private over(text: string): bigint | null {
    const over = this.expression('/window/over', text, ['Amount', 'int']);
    if (over === null) return null;
    const constant = freeNames(over.ast).size > 0 ? null : constantOf(over.ast, this.environment);
    const value = constant?.kind === 'value' ? numberOf(constant.value) : null;
    if (typeof value === 'bigint') return value;
    this.problems.push(
      problemOf(
        '/window/over',
        'the line of a window is one number, and this depends on what is looked at',
        'write a number or amount("…", decimals)',
      ),
    );
    return null;
  }

  private step(step: Monitor['sequence'][number], i: number, holding: Bindings): CompiledStep | null {
    const path = `/sequence/${i}`;
    const other = this.others.find(({ id }) => id === step.monitorId);
    if (step.monitorId === this.monitor.id || (other !== undefined && this.leadsBack(other))) {
      this.problems.push(
        problemOf(
          `${path}/monitor`,
          `${step.monitorId} waits for ${this.monitor.id} itself: neither would ever come first`,
          'break the circle',
        ),
      );
      return null;
    }
    if (other === undefined) {
      this.problems.push(
        problemOf(
          `${path}/monitor`,
          `there is no monitor ${step.monitorId} in this organisation`,
          'save that one first (muted, if it shall only be a step), or correct the id',
        ),
      );
      return null;
    }
    if (!other.chains.some((chain) => this.monitor.chains.includes(chain)))
      this.problems.push(
        problemOf(
          `${path}/monitor`,
          `${step.monitorId} watches none of these chains, so it never comes before`,
          'watch a chain that both share',
        ),
      );
    const by = this.expression(`${path}/by`, step.by, ENTITIES, holding);
    if (by === null) return null;
    const there = new Compilation({ ...other, sequence: [] }, [], this.detectors).typeOf(step.by);
    if (there !== by.type) {
      this.problems.push(
        problemOf(
          `${path}/by`,
          `${step.by} is ${article(by.type)} here, and ${there === null ? `nothing in ${other.id}` : `${article(there)} in ${other.id}`}`,
          'name an entity that both have, for example tx.from',
        ),
      );
      return null;
    }
    return { monitorId: step.monitorId, seconds: step.seconds, mark: step.by, entityOf: (scope) => textFrom(by.evaluate(scope)) };
  }

  private leadsBack(other: Monitor, seen: ReadonlySet<string> = new Set()): boolean {
    return other.sequence.some(({ monitorId }) => {
      if (monitorId === this.monitor.id) return true;
      const next = this.others.find(({ id }) => id === monitorId);
      return next !== undefined && !seen.has(monitorId) && this.leadsBack(next, new Set([...seen, monitorId]));
    });
  }

  private typeOf(text: string): string | null {
    const { valid, type } = this.environment.check(text);
    return valid ? (type ?? null) : null;
  }

  /** Entities that sequences of other monitors ask of this one. */
  private marks(): CompiledMonitor['marks'] {
    const wanted = new Set(
      this.others.flatMap(({ sequence }) => sequence.filter(({ monitorId }) => monitorId === this.monitor.id).map(({ by }) => by)),
    );
    return [...wanted].flatMap((by) => {
      if (this.typeOf(by) === null) return [];
      const evaluate = this.environment.parse(by);
      return [{ mark: by, entityOf: (scope: Scope) => textFrom(evaluate(scope)) }];
    });
  }

  private routes(): void {
    const { channels, muted, id } = this.monitor;
    const isStep = this.others.some(({ sequence }) => sequence.some(({ monitorId }) => monitorId === id));
    if (channels.length === 0 && !muted && !isStep)
      this.problems.push(
        problemOf(
          '/channels',
          'it would match, and nobody would hear of it',
          'name a channel; or say muted: true where matches shall only be on record, or are a step of a sequence',
        ),
      );
  }

  /** What a contract must have in its code for this to happen: what the expression names, else all of the user's ABI. */
  private itemsOf({ topics }: CompiledMonitor['filter']): CompiledMonitor['items'] {
    const { on, abi } = this.monitor;
    if (on !== 'event' && on !== 'call') return [];
    const items = on === 'event' ? this.abi.events : this.abi.functions;
    if (topics !== null && (abi !== null || topics.size < items.length)) return items.filter(({ key }) => topics.has(key));
    return abi === null ? [] : items;
  }

  private uses(when: ASTNode): ReadonlySet<string> {
    const { window, sequence } = this.monitor;
    const texts = [window?.groupBy, window?.sum, ...sequence.map(({ by }) => by), ...this.marks().map(({ mark }) => mark)];
    const others = texts.flatMap((text) => (text == null ? [] : [...freeNames(this.environment.parse(text).ast)]));
    return new Set([...freeNames(when), ...others]);
  }
}

const ENTITIES = ['Address', 'string', 'Amount', 'int'];

function textFrom(value: unknown): string {
  if (value instanceof Account) return value.address;
  if (value instanceof Amount || typeof value === 'bigint' || typeof value === 'boolean' || typeof value === 'string') return String(value);
  throw new TypeError('what it is grouped by has no one value');
}

function amountFrom(value: unknown): bigint {
  const number = numberOf(value);
  if (typeof number !== 'bigint') throw new TypeError('what is summed is no whole number');
  return number;
}

function find(node: ASTNode, holds: (node: ASTNode) => boolean): ASTNode | null {
  for (const part of partsOf(node)) {
    const found = find(part, holds);
    if (found !== null) return found;
  }
  return holds(node) ? node : null;
}

function article(type: string): string {
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

function remedyOfType(types: readonly string[]): string | null {
  return types.includes('bool') ? 'compare it, for example with > amount("1", 18)' : null;
}

function remedyOf(message: string): string | null {
  if (/Address (==|!=) string|string (==|!=) Address/.test(message)) return 'write addr("0x…"): addresses compare whatever their spelling';
  if (/Amount .* double|double .* Amount/.test(message)) return 'write double(…) around the amount, or amount("…", decimals)';
  if (/Amount .* string|string .* Amount/.test(message)) return 'write amount("…", decimals)';
  if (/^No such key/.test(message)) return 'see which fields there are; arguments come from the abi';
  return /^Unknown variable/.test(message) ? 'what may be used depends on "on"' : null;
}
