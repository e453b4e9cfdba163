import type { ASTNode } from '@marcbachmann/cel-js';
import { FRAME_KINDS } from '../../core/chain/block.js';
import { LABEL_CATEGORIES } from '../../core/detect/detector.js';
import { SEVERITIES, STAGES } from '../../core/detect/finding.js';
import { FEATURES } from '../../core/features/schema.js';
import type { RuleProblem } from '../../ports/rules.js';
import { type Bindings, ROOT_BINDINGS, walk } from './bindings.js';
import { pathOf } from './expression.js';
import type { MonitorAbi } from './monitor-abi.js';
import { nearest, problemAt } from './problem.js';

/** What a field of text can be: one of some words, or hex in lower case of a length (null: any). */
type Domain = { readonly words: ReadonlySet<string>; readonly what: string } | { readonly hexDigits: number | null };

export interface Vocabulary {
  readonly abi: MonitorAbi;
  readonly detectors: ReadonlySet<string>;
}

function domainsOf({ abi, detectors }: Vocabulary): ReadonlyMap<string, Domain> {
  const words = (what: string, all: Iterable<string>): Domain => ({ words: new Set(all), what });
  return new Map<string, Domain>([
    [
      'event.name',
      words(
        'an event of the ABI',
        abi.events.map(({ name }) => name),
      ),
    ],
    [
      'event.signature',
      words(
        'an event of the ABI',
        abi.events.map(({ signature }) => signature),
      ),
    ],
    ['event.data', { hexDigits: null }],
    ['event.topics', { hexDigits: 64 }],
    [
      'call.name',
      words(
        'a function of the ABI',
        abi.functions.map(({ name }) => name),
      ),
    ],
    [
      'call.signature',
      words(
        'a function of the ABI',
        abi.functions.map(({ signature }) => signature),
      ),
    ],
    [
      'call.kind',
      words(
        'a kind of call',
        FRAME_KINDS.map((kind) => kind.toLowerCase()),
      ),
    ],
    ['call.selector', { hexDigits: 8 }],
    ['call.input', { hexDigits: null }],
    ['transfer.standard', words('a standard', ['native', 'erc20', 'erc721', 'erc1155'])],
    ['approval.kind', words('a kind of approval', ['erc20', 'erc721', 'for-all', 'permit2'])],
    ['transaction.hash', { hexDigits: 64 }],
    ['transaction.selector', { hexDigits: 8 }],
    ['transaction.input', { hexDigits: null }],
    ['block.hash', { hexDigits: 64 }],
    ['finding.severity', words('a severity', SEVERITIES)],
    ['finding.stage', words('a stage', STAGES)],
    ['finding.detector', words('a detector of the catalogue', detectors)],
  ]);
}

/** Words that nothing will ever be equal to: a mistyped event, a selector in upper case. They would be a condition that never holds, in silence. */
export function checkWords(ast: ASTNode, path: string, vocabulary: Vocabulary): readonly RuleProblem[] {
  const domains = domainsOf(vocabulary);
  const problems: RuleProblem[] = [];
  walk(ast, ROOT_BINDINGS, (node, bindings) => {
    if (node.op === '==' || node.op === '!=' || node.op === 'in') {
      const [left, right] = node.args;
      const domain = domains.get(fieldOf(left, bindings)) ?? domains.get(fieldOf(right, bindings));
      if (domain !== undefined) for (const literal of [...literalsOf(left), ...literalsOf(right)]) check(literal, domain);
    }
    if (node.op === 'rcall' && node.args[0] === 'has' && fieldOf(node.args[1], bindings) === 'labels.')
      for (const literal of literalsOf(node.args[2][1])) check(literal, LABELS);
    if (node.op === '[]' && fieldOf(node.args[0], bindings) === 'score.features')
      for (const literal of literalsOf(node.args[1])) check(literal, FEATURE_IDS);
  });
  return problems;

  function check(literal: Literal, domain: Domain): void {
    const message = flawOf(literal.text, domain);
    if (message !== null) problems.push(problemAt(path, literal.node, message.message, message.remedy));
  }
}

/** What fields of text can be, by `event.name` for any event; where that is a number of hex digits there are none. */
export function wordsOf(vocabulary: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const all = new Map([...domainsOf(vocabulary), ['labels', LABELS], ['score.features', FEATURE_IDS]] as const);
  return new Map([...all].flatMap(([place, domain]) => ('words' in domain ? [[place, [...domain.words].sort()] as const] : [])));
}

const LABELS: Domain = { words: new Set(LABEL_CATEGORIES), what: 'a category of labels' };
const FEATURE_IDS: Domain = { words: new Set(FEATURES.map(({ id }) => id)), what: 'a feature' };

interface Literal {
  readonly node: ASTNode;
  readonly text: string;
}

function literalsOf(node: ASTNode | undefined): readonly Literal[] {
  if (node === undefined) return [];
  if (node.op === 'list') return node.args.flatMap(literalsOf);
  return node.op === 'value' && typeof node.args === 'string' ? [{ node, text: node.args }] : [];
}

/** `event.name` for any variable that is an event; for the variable alone `event.`. */
function fieldOf(node: ASTNode, bindings: Bindings): string {
  const path = pathOf(node.op === '[]' ? node.args[0] : node);
  const kind = bindings.get(path?.[0] ?? '')?.kind;
  return path === null || kind === undefined || path.length > 2 ? '' : `${kind}.${path[1] ?? ''}`;
}

function flawOf(text: string, domain: Domain): { readonly message: string; readonly remedy: string | null } | null {
  if ('words' in domain) {
    if (domain.words.has(text) || text === '') return null;
    const near = nearest(text, domain.words);
    const known = [...domain.words].sort().slice(0, 12).join(', ');
    return {
      message: `"${text}" is not ${domain.what}, and nothing will ever equal it`,
      remedy: near === null ? `known: ${known || 'none'}` : `did you mean "${near}"?`,
    };
  }
  const { hexDigits } = domain;
  if (!/^0x[0-9a-f]*$/.test(text))
    return {
      message: `"${text.slice(0, 70)}" never equals hex in lower case`,
      remedy: /^0x[0-9a-fA-F]*$/.test(text) ? 'write it in lower case' : 'write 0x and hex digits',
    };
  if (hexDigits !== null && text.length !== hexDigits + 2)
    return { message: `"${text.slice(0, 70)}" has ${text.length - 2} hex digits, this has ${hexDigits}`, remedy: null };
  return null;
}
