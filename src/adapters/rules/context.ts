import type { Environment } from '@marcbachmann/cel-js';
import type { RuleContext } from '../../ports/rules.js';
import { type EnvironmentShape, typesOf, variablesOf } from './cel-environment.js';
import { type Vocabulary, wordsOf } from './check-words.js';

/** Every variable and what it has, as `tx.value: Amount`; what is in a list as `tx.events[].name`. For who writes an expression. */
export function namesOf(shape: EnvironmentShape, vocabulary: Vocabulary): RuleContext['names'] {
  const types = typesOf(shape);
  const words = wordsOf(vocabulary);
  const names: { name: string; type: string; words: readonly string[] }[] = [];
  const list = (name: string, type: string, place: string): void => {
    names.push({ name, type, words: words.get(place) ?? [] });
    const element = /^list<(\w+)>$/.exec(type)?.[1];
    const inner = element ?? type;
    for (const [field, of] of Object.entries(types[inner] ?? {}))
      list(`${name}${element === undefined ? '' : '[]'}.${field}`, of, `${inner.toLowerCase()}.${field}`);
  };
  for (const [name, type] of Object.entries(variablesOf(shape.subject))) list(name, type, name);
  return names;
}

/** Types of the language that no field of a monitor has, and what is not offered. */
const FOREIGN = /bytes|uint|google|optional|Namespace|\bdyn\(|\btype\(|\b(matches|split|join)\(|^bool\(/i;

/** What may be called, with what it takes and gives. */
export function functionsOf(environment: Environment): RuleContext['functions'] {
  return environment
    .getDefinitions()
    .functions.filter(({ signature }) => !FOREIGN.test(signature))
    .map(({ name, receiverType, signature }) => ({ name, receiver: receiverType, signature: signature.replaceAll('ast', '…') }));
}
