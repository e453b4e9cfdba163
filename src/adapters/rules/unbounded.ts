import type { ASTNode } from '@marcbachmann/cel-js';
import { find } from './expression.js';

/** A function of the language that no bound can be read of. */
export interface Unbounded {
  readonly node: ASTNode;
  readonly message: string;
  readonly remedy: string;
}

const OF_TEXT = 'use ==, startsWith(), endsWith(), contains() or substring()';

/** What is called on a value, why it is not offered, and what helps. */
const METHODS: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  matches: ['some regular expressions take for ever', 'use ==, startsWith(), endsWith() or contains()'],
  split: ['a text has as many parts as who sends it likes', OF_TEXT],
  join: ['nobody knows how long the text becomes', OF_TEXT],
  json: ['nobody knows how much comes out of it', OF_TEXT],
};
const FUNCTIONS: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  bytes: ['texts are looked at as they are', OF_TEXT],
  duration: ['reading one may take for ever', 'compare seconds: block.timestamp is a number of them'],
};

/** The first call, inner ones first, whose time or result has no bound; null: there is none. */
export function unboundedIn(ast: ASTNode): Unbounded | null {
  const node = find(ast, (part) => flawOf(part) !== null);
  const flaw = node === null ? null : flawOf(node);
  return node === null || flaw === null ? null : { node, ...flaw };
}

function flawOf(node: ASTNode): Omit<Unbounded, 'node'> | null {
  if (node.op !== 'rcall' && node.op !== 'call') return null;
  const [name] = node.args;
  const known = node.op === 'rcall' ? METHODS : FUNCTIONS;
  const flaw = Object.hasOwn(known, name) ? known[name] : undefined;
  if (flaw !== undefined) return { message: `${name}() is not offered: ${flaw[0]}`, remedy: flaw[1] };
  if (node.op === 'call' || !/^get[A-Z]/.test(name) || node.args[2].length === 0) return null;
  return { message: `${name}() with a time zone is not offered: looking one up takes too long`, remedy: 'leave it out: times are in UTC' };
}
