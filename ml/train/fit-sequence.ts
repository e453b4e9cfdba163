import { OWN_FUNCTIONS, selectorOf } from '../../src/core/score/call-sequence.js';
import type { SequenceModel } from '../../src/core/score/sequence-model.js';
import type { ModelRuntime } from '../../src/ports/model-runtime.js';
import type { RowTable } from '../datasets/recorded-rows.js';

/** Fewer sequences teach nothing. */
const LEAST_SEQUENCES = 200;
/** A robot that does the same a thousand times must not define what is usual. */
const MAX_OF_A_KIND = 4;
/** A function that was called in one transaction alone says nothing. */
const LEAST_USES = 2;
/** Small, for there are few traces: chosen on the attacks and transactions before the split alone. */
const SIZE = { width: 16, heads: 2, epochs: 12, batchSize: 32, learningRate: 3e-3 } as const;

/** Call sequences of a table's rows, those that are known. */
export function sequencesOf(table: Pick<RowTable, 'rows' | 'sequenceOf'>): readonly string[] {
  return Array.from({ length: table.rows }, (_, row) => table.sequenceOf(row)).filter((sequence) => sequence !== null);
}

/** Learns how calls usually follow each other. Null where there are too few traces. */
export async function fitSequence(
  all: readonly string[],
  runtime: ModelRuntime,
  options: { readonly seed: number; onEpoch?(epoch: number, epochs: number, loss: number): void },
): Promise<SequenceModel | null> {
  const counts = new Map<string, number>();
  const sequences = all.filter((sequence) => {
    const count = (counts.get(sequence) ?? 0) + 1;
    counts.set(sequence, count);
    return count <= MAX_OF_A_KIND;
  });
  if (sequences.length < LEAST_SEQUENCES) return null;
  return runtime.trainSequence(sequences, {
    ...SIZE,
    vocabulary: vocabularyOf(sequences),
    seed: options.seed,
    onEpoch: (epoch, loss) => options.onEpoch?.(epoch, SIZE.epochs, loss),
  });
}

/** The selectors that most sequences use. */
function vocabularyOf(sequences: readonly string[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const sequence of sequences)
    for (const selector of new Set(sequence.split(' ').map(selectorOf)))
      if (selector !== null) uses.set(selector, (uses.get(selector) ?? 0) + 1);
  return [...uses]
    .filter(([, count]) => count >= LEAST_USES)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, OWN_FUNCTIONS)
    .map(([selector]) => selector);
}
