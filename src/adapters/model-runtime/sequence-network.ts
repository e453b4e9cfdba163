import type * as tfTypes from '@tensorflow/tfjs-core';
import { CALL_SHAPES, FUNCTION_TOKENS, SEQUENCE_LENGTH, type SequenceTokens, tokensOf } from '../../core/score/call-sequence.js';
import { matrixShapes, SEQUENCE_MATRICES, type SequenceMatrix, type SequenceModel } from '../../core/score/sequence-model.js';
import type { LoadedSequence, SequenceTraining } from '../../ports/model-runtime.js';
import { assertBackend, seededRandom } from './dense-network.js';

type Tf = typeof tfTypes;
type Tensor = tfTypes.Tensor;
type Matrix = tfTypes.Tensor2D;
type Weights = Readonly<Record<SequenceMatrix, Tensor>>;

/** Robots repeat themselves: a sequence that was scored is not scored again. */
const REMEMBERED = 4_096;
const LEAST_VARIANCE = 1e-5;
const SHAPES = CALL_SHAPES.length;

/** The network on whichever backend is set. One sequence at a time, so that its bits cannot depend on others. */
export function loadSequenceNetwork(tf: Tf, backend: string, { vocabulary, width, heads, matrices }: SequenceModel): LoadedSequence {
  const shapes = matrixShapes(width);
  const weights = ofMatrices((name): Tensor => tf.tensor2d(matrices[name], [...shapes[name]]));
  const places = new Map(vocabulary.map((selector, place) => [selector, place]));
  const known = new Map<string, number>();
  return {
    surpriseOf(sequence) {
      const before = known.get(sequence);
      if (before !== undefined) return before;
      assertBackend(tf, backend);
      const tokens = tokensOf(sequence, places);
      const length = tokens.functions.length;
      const [functions, how] = tf.tidy(() => {
        const from = (all: Int32Array, first: number) =>
          tf.tensor1d(
            Int32Array.from(all, (_, i) => (i === 0 ? first : (all[i - 1] ?? 0))),
            'int32',
          );
        const embedded = tf.add(
          tf.gather(weights.functionIn, from(tokens.functions, FUNCTION_TOKENS)),
          tf.gather(weights.shapeIn, from(tokens.shapes, SHAPES)),
        );
        return forward(tf, weights, embedded, 1, length, heads);
      });
      const surprise = surpriseAt(functions, tokens.functions, FUNCTION_TOKENS) + surpriseAt(how, tokens.shapes, SHAPES);
      if (known.size >= REMEMBERED) known.clear();
      known.set(sequence, surprise);
      return surprise;
    },
    dispose() {
      for (const matrix of Object.values(weights)) matrix.dispose();
    },
  };
}

/** Sum of −log p of the tokens that came, read from a matrix of log probabilities, which is freed. */
function surpriseAt(logs: Tensor, tokens: Int32Array, width: number): number {
  const values = logs.dataSync();
  logs.dispose();
  let sum = 0;
  for (const [i, token] of tokens.entries()) sum -= values[i * width + token] ?? 0;
  return sum;
}

function ofMatrices<T>(make: (name: SequenceMatrix) => T): Readonly<Record<SequenceMatrix, T>> {
  return Object.fromEntries(SEQUENCE_MATRICES.map((name) => [name, make(name)])) as Record<SequenceMatrix, T>;
}

/** Log probabilities of each next function and of how it is called: [batch × length, tokens]. */
function forward(tf: Tf, w: Weights, embedded: Tensor, batch: number, length: number, heads: number): [Tensor, Tensor] {
  const width = embedded.shape[1] ?? 0;
  const rows = batch * length;
  const product = (a: Tensor, b: Tensor) => tf.matMul(a as Matrix, b as Matrix);
  const normal = (x: Tensor) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), LEAST_VARIANCE)));
  };
  const position = tf.slice(w.position as Matrix, [0, 0], [length, width]);
  const x = tf.reshape(tf.add(tf.reshape(embedded, [batch, length, width]), position), [rows, width]);
  const input = normal(x);
  const split = (matrix: Tensor) =>
    tf.reshape(tf.transpose(tf.reshape(product(input, matrix), [batch, length, heads, width / heads]), [0, 2, 1, 3]), [
      batch * heads,
      length,
      width / heads,
    ]) as tfTypes.Tensor3D;
  const scores = tf.mul(tf.matMul(split(w.query), split(w.key), false, true), 1 / Math.sqrt(width / heads));
  const attention = tf.softmax(tf.add(scores, onlyBefore(tf, length))) as tfTypes.Tensor3D;
  const mixed = tf.reshape(
    tf.transpose(tf.reshape(tf.matMul(attention, split(w.value)), [batch, heads, length, width / heads]), [0, 2, 1, 3]),
    [rows, width],
  );
  const attended = tf.add(x, product(mixed, w.mix));
  const thought = tf.add(attended, product(tf.relu(product(normal(attended), w.up)), w.down));
  const output = normal(thought);
  return [tf.logSoftmax(product(output, w.functionOut)), tf.logSoftmax(product(output, w.shapeOut))];
}

/** A call is foretold from those before it alone. */
function onlyBefore(tf: Tf, length: number): Tensor {
  return tf.tensor2d(
    Float32Array.from({ length: length * length }, (_, at) => (at % length <= Math.floor(at / length) ? 0 : -1e9)),
    [length, length],
  );
}

/** Trains by Adam on the mean −log p of the tokens, in batches of like length, in the order that the seed gives. */
export async function trainSequenceNetwork(tf: Tf, sequences: readonly string[], options: SequenceTraining): Promise<SequenceModel> {
  const { width, heads, vocabulary, seed } = options;
  const random = seededRandom(seed);
  const shapes = matrixShapes(width);
  const variables = ofMatrices((name) => {
    const [rows, columns] = shapes[name];
    const limit = Math.sqrt(6 / (rows + columns));
    return tf.variable(
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => (random() * 2 - 1) * limit),
        [rows, columns],
      ),
    );
  });
  const places = new Map(vocabulary.map((selector, place) => [selector, place]));
  const tokens = sequences.map((sequence) => tokensOf(sequence, places)).sort((a, b) => a.functions.length - b.functions.length);
  const batches = Array.from({ length: Math.ceil(tokens.length / options.batchSize) }, (_, i) =>
    tokens.slice(i * options.batchSize, (i + 1) * options.batchSize),
  );
  const optimizer = tf.train.adam(options.learningRate);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    for (let i = batches.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      [batches[i], batches[j]] = [batches[j] ?? [], batches[i] ?? []];
    }
    let total = 0;
    for (const batch of batches) {
      const loss = tf.tidy(() => optimizer.minimize(() => lossOf(tf, variables, batch, heads), true) ?? tf.scalar(0));
      total += loss.dataSync()[0] ?? 0;
      loss.dispose();
    }
    options.onEpoch?.(epoch, total / Math.max(1, batches.length));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const matrices = ofMatrices((name) => Float32Array.from(variables[name].dataSync()));
  optimizer.dispose();
  for (const variable of Object.values(variables)) variable.dispose();
  return { vocabulary, width, heads, matrices };
}

/** Embeddings as products with ones: the gradient of a look-up has no WASM kernel. Shorter sequences are padded behind, which nothing before sees. */
function lossOf(tf: Tf, w: Weights, batch: readonly SequenceTokens[], heads: number): tfTypes.Scalar {
  const length = Math.min(SEQUENCE_LENGTH, Math.max(...batch.map(({ functions }) => functions.length)));
  const rows = batch.length * length;
  const oneHot = (of: (tokens: SequenceTokens) => Int32Array, tokens: number, first: number | null) => {
    const columns = first === null ? tokens : tokens + 1;
    const values = new Float32Array(rows * columns);
    for (const [b, sequence] of batch.entries())
      for (const [i, token] of of(sequence).entries()) {
        const at = first === null ? token : i === 0 ? first : (of(sequence)[i - 1] ?? 0);
        values[(b * length + i) * columns + at] = 1;
      }
    return tf.tensor2d(values, [rows, columns]);
  };
  const functions = ({ functions: tokens }: SequenceTokens) => tokens;
  const how = ({ shapes: tokens }: SequenceTokens) => tokens;
  const embedded = tf.add(
    tf.matMul(oneHot(functions, FUNCTION_TOKENS, FUNCTION_TOKENS), w.functionIn as Matrix),
    tf.matMul(oneHot(how, SHAPES, SHAPES), w.shapeIn as Matrix),
  );
  const [functionLogs, shapeLogs] = forward(tf, w, embedded, batch.length, length, heads);
  const told = tf.add(
    tf.sum(tf.mul(functionLogs, oneHot(functions, FUNCTION_TOKENS, null))),
    tf.sum(tf.mul(shapeLogs, oneHot(how, SHAPES, null))),
  );
  const calls = batch.reduce((sum, { functions: own }) => sum + own.length, 0);
  return tf.div(tf.neg(told), calls) as tfTypes.Scalar;
}
