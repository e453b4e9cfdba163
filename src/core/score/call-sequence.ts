import type { Address, Frame } from '../chain/block.js';

/** So many calls of a trace are read, from its beginning. */
export const SEQUENCE_LENGTH = 64;
/** Fewer are no sequence. */
const LEAST_CALLS = 5;
const PRECOMPILES_BELOW = 0x400;

/** Whom a call goes to, by what that address was in this trace so far: names say nothing of another trace. */
const CALLEES = ['new', 'known', 'itself', 'open', 'sender', 'target'] as const;
type Callee = (typeof CALLEES)[number];
const KINDS = ['call', 'static', 'delegate', 'create'] as const;
type Kind = (typeof KINDS)[number];
/** Whether a call is made by the one before, beside it, or by one further up. */
const STEPS = ['in', 'on', 'up'] as const;

/** How calls are made, without the function: a word each. */
export const CALL_SHAPES: readonly string[] = KINDS.flatMap((kind) =>
  CALLEES.flatMap((callee) => STEPS.map((step) => `${kind}.${callee}.${step}`)),
);

function kindOf({ kind }: Frame): Kind {
  if (kind === 'CREATE' || kind === 'CREATE2') return 'create';
  if (kind === 'DELEGATECALL' || kind === 'CALLCODE') return 'delegate';
  return kind === 'STATICCALL' ? 'static' : 'call';
}

/** What every tracer tells: self-destructs, and precompiles below the top, are left out by some. */
function isTold({ kind, parent, to }: Frame): boolean {
  return kind !== 'SELFDESTRUCT' && (parent < 0 || to === null || kind.startsWith('CREATE') || Number(to) >= PRECOMPILES_BELOW);
}

/** The beginning of a trace as words, a call each, such as `call.new.in.0xa9059cbb`; the selector is missing where none was sent. Null: no trace, or hardly one. */
export function callSequence(frames: readonly Frame[] | null): string | null {
  if (frames === null || frames.length < LEAST_CALLS) return null;
  const words: string[] = [];
  const seen = new Set<Address>();
  const open: (Address | null)[] = [];
  const [sender, target] = [frames[0]?.from, frames[0]?.to];
  let depth = -1;
  for (const frame of frames) {
    if (!isTold(frame)) continue;
    if (words.length === SEQUENCE_LENGTH) break;
    open.length = frame.depth;
    const { to } = frame;
    const kind = kindOf(frame);
    const callee: Callee = to === null || words.length === 0 ? 'new' : relationOf(to, frame.from, { sender, target, open, seen });
    if (to !== null) seen.add(to);
    open[frame.depth] = to;
    const step = STEPS[frame.depth > depth ? 0 : frame.depth === depth ? 1 : 2];
    depth = frame.depth;
    const selector = kind === 'create' || frame.input.length < 10 ? '' : `.${frame.input.slice(0, 10)}`;
    words.push(`${kind}.${callee}.${step}${selector}`);
  }
  return words.length < LEAST_CALLS ? null : words.join(' ');
}

interface SoFar {
  readonly sender: Address | undefined;
  readonly target: Address | null | undefined;
  readonly open: readonly (Address | null)[];
  readonly seen: ReadonlySet<Address>;
}

function relationOf(to: Address, caller: Address, { sender, target, open, seen }: SoFar): Callee {
  if (to === sender) return 'sender';
  if (to === target) return 'target';
  if (to === caller) return 'itself';
  if (open.includes(to)) return 'open';
  return seen.has(to) ? 'known' : 'new';
}

/** Functions with a token of their own; the others share a few, by their last byte. */
export const OWN_FUNCTIONS = 239;
const SHARED_FUNCTIONS = 16;
/** No function, then the own ones, then the shared. */
export const FUNCTION_TOKENS = 1 + OWN_FUNCTIONS + SHARED_FUNCTIONS;

/** A sequence as numbers, a pair a call. */
export interface SequenceTokens {
  readonly functions: Int32Array;
  /** Positions in CALL_SHAPES. */
  readonly shapes: Int32Array;
}

const SHAPE_TOKEN: ReadonlyMap<string, number> = new Map(CALL_SHAPES.map((shape, token) => [shape, token]));

/** `vocabulary`: selectors that have a token of their own, and their place. */
export function tokensOf(sequence: string, vocabulary: ReadonlyMap<string, number>): SequenceTokens {
  const words = sequence.split(' ');
  return {
    functions: Int32Array.from(words, (word) => {
      const selector = selectorOf(word);
      return selector === null
        ? 0
        : 1 + (vocabulary.get(selector) ?? OWN_FUNCTIONS + (Number.parseInt(selector.slice(8), 16) % SHARED_FUNCTIONS));
    }),
    shapes: Int32Array.from(words, (word) => SHAPE_TOKEN.get(word.split('.', 3).join('.')) ?? 0),
  };
}

export function selectorOf(word: string): string | null {
  return word.split('.')[3] ?? null;
}
