import type { MonitorValidation } from '../../contracts/monitor.js';

/** What the condition may say, as the service tells it. */
export type Vocabulary = Pick<MonitorValidation, 'context' | 'functions'>;

export const NO_VOCABULARY: Vocabulary = { context: [], functions: [] };

export interface Choice {
  readonly label: string;
  readonly detail: string;
  readonly kind: 'variable' | 'property' | 'function' | 'text';
}

export interface Choices {
  /** Where the word begins that they would replace. */
  readonly from: number;
  readonly choices: readonly Choice[];
}

const LIST_STEP = /([A-Za-z_][\w.]*)\.(?:exists|exists_one|all|filter|map)\(\s*([A-Za-z_]\w*)\s*,/g;

/** What may stand at the end of `before`. `whole`: all of the expression, for variables that are named later too. */
export function choicesAt(before: string, { context, functions }: Vocabulary): Choices {
  const variables = listVariables(before);
  const quote = openQuote(before);
  if (quote !== null) return { from: quote + 1, choices: wordsFor(before.slice(0, quote), context, variables) };
  const path = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? '';
  const dot = path.lastIndexOf('.');
  if (dot < 0) {
    const named = context.filter(({ name }) => !/[.[]/.test(name)).map(({ name, type }) => variable(name, type));
    const local = [...variables].map(([name, of]) => variable(name, `one of ${of.replace(/\[\]$/, '')}`));
    const called = functions.filter(({ receiver }) => receiver === null).map(({ name, signature }) => callable(name, signature));
    return { from: before.length - path.length, choices: unique([...named, ...local, ...called]) };
  }
  const base = resolve(path.slice(0, dot), variables);
  const fields = context.flatMap(({ name, type }): readonly Choice[] => {
    const rest = name.startsWith(`${base}.`) ? name.slice(base.length + 1) : '';
    return rest === '' || /[.[]/.test(rest) ? [] : [{ label: rest, detail: type, kind: 'property' }];
  });
  const type = context.find(({ name }) => name === base)?.type ?? '';
  const methods = functions.flatMap(({ name, receiver, signature }) => (isAskedOf(receiver, type) ? [callable(name, signature)] : []));
  return { from: before.length - (path.length - dot - 1), choices: unique([...fields, ...methods]) };
}

/** `e` of `tx.events.exists(e, …)` stands for `tx.events[]`. */
function listVariables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, list = '', name = ''] of text.matchAll(LIST_STEP)) found.set(name, `${resolve(list, found)}[]`);
  return found;
}

function resolve(path: string, variables: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = path.split('.');
  return [variables.get(first) ?? first, ...rest].join('.');
}

/** Where text in quotes begins that has no end yet. */
function openQuote(before: string): number | null {
  let quote: { readonly sign: string; readonly at: number } | null = null;
  for (let at = 0; at < before.length; at += 1) {
    const sign = before[at] ?? '';
    if (quote === null && (sign === '"' || sign === "'")) quote = { sign, at };
    else if (quote !== null && sign === '\\') at += 1;
    else if (quote !== null && sign === quote.sign) quote = null;
  }
  return quote?.at ?? null;
}

/** Words that what is compared may be equal to. */
function wordsFor(before: string, context: Vocabulary['context'], variables: ReadonlyMap<string, string>): readonly Choice[] {
  const compared = /([A-Za-z_][\w.]*)\s*(?:==|!=|in)\s*(?:\[[^\]]*)?$/.exec(before)?.[1];
  const asked = /(\blabels)\.has\([^"']*,\s*$/.exec(before)?.[1] ?? /([A-Za-z_][\w.]*)\[\s*$/.exec(before)?.[1];
  const name = compared ?? asked;
  if (name === undefined) return [];
  const words = context.find((one) => one.name === resolve(name, variables))?.words ?? [];
  return words.map((label): Choice => ({ label, detail: '', kind: 'text' }));
}

function isAskedOf(receiver: string | null, type: string): boolean {
  if (receiver === null || type === '') return false;
  return (
    receiver === type ||
    (receiver.startsWith('list<dyn') && type.startsWith('list<')) ||
    (receiver.startsWith('map<') && type.startsWith('map<'))
  );
}

function variable(label: string, detail: string): Choice {
  return { label, detail, kind: 'variable' };
}

function callable(label: string, signature: string): Choice {
  return { label, detail: signature.replace(/^.*?(?=\()/, ''), kind: 'function' };
}

/** One of several forms of a function is enough to choose it. */
function unique(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [`${choice.kind}:${choice.label}`, choice])).values()];
}
