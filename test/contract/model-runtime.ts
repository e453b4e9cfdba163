import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DenseLayer, ModelRuntime, TrainingOptions } from '../../src/ports/model-runtime.js';

const [INPUTS, HIDDEN] = [12, 5];

/** Reproducible values between −1 and 1. */
function values(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(seed * 97 + i * 12.9898) * 0.9);
}

const LAYERS: readonly DenseLayer[] = [
  { inputs: INPUTS, outputs: HIDDEN, activation: 'relu', weights: values(INPUTS * HIDDEN, 1), bias: values(HIDDEN, 2) },
  { inputs: HIDDEN, outputs: INPUTS, activation: 'linear', weights: values(HIDDEN * INPUTS, 3), bias: values(INPUTS, 4) },
];

/** The same network in plain arithmetic. */
function expected(input: Float32Array, rows: number): readonly number[] {
  return Array.from({ length: rows }, (_, row) => {
    let at = [...input.subarray(row * INPUTS, (row + 1) * INPUTS)];
    for (const { outputs, weights, bias, activation } of LAYERS) {
      const sums = Array.from({ length: outputs }, (__, o) =>
        at.reduce((sum, x, i) => sum + x * (weights[i * outputs + o] ?? 0), bias[o] ?? 0),
      );
      at = activation === 'relu' ? sums.map((sum) => Math.max(0, sum)) : sums;
    }
    return at;
  }).flat();
}

/** Rows on a line through the space: what two hidden units can learn. */
function learnable(rows: number): Float32Array {
  return Float32Array.from({ length: rows * INPUTS }, (_, at) => Math.sin(Math.floor(at / INPUTS) * 0.37) * (((at % INPUTS) + 1) / INPUTS));
}

/** Two habits of calling, of different lengths. */
const SHOWN: readonly string[] = Array.from({ length: 32 }, (_, i) =>
  ['call.new.in.0x11111111', 'static.new.in.0x70a08231', 'call.known.on.0xa9059cbb', 'static.known.on.0x70a08231', 'call.new.on']
    .concat(i % 2 === 0 ? [] : ['delegate.new.in.0xa9059cbb', 'call.sender.up'])
    .join(' '),
);

const TRAINING: TrainingOptions = {
  layers: [
    { units: 6, activation: 'relu' },
    { units: INPUTS, activation: 'linear' },
  ],
  epochs: 12,
  batchSize: 64,
  learningRate: 5e-3,
  seed: 7,
  noise: 0.1,
  groupDropout: 0.1,
  groups: [
    [0, 6],
    [6, 12],
  ],
};

/** What every runtime promises. `isBitExact`: the same bits whatever the batch, which evidence needs. */
export function modelRuntimeContract(
  name: string,
  open: () => Promise<ModelRuntime>,
  { isBitExact }: { readonly isBitExact: boolean },
): void {
  describe(`the model runtime ${name}`, () => {
    let runtime: ModelRuntime;
    beforeAll(async () => {
      runtime = await open();
    });
    afterAll(() => runtime.close());

    it('maps rows as the arithmetic says', () => {
      const network = runtime.load(LAYERS);
      const input = values(100 * INPUTS, 5);
      const output = network.run(input, 100);
      const wanted = expected(input, 100);
      expect(output).toHaveLength(wanted.length);
      expect(Math.max(...wanted.map((value, i) => Math.abs(value - (output[i] ?? Number.NaN))))).toBeLessThan(1e-4);
      network.dispose();
    });

    it(isBitExact ? 'gives a row the same bits alone and among others' : 'gives a row nearly the same alone and among others', () => {
      const network = runtime.load(LAYERS);
      const input = values(1_024 * INPUTS, 6);
      const together = network.run(input, 1_024);
      for (const size of [1, 64, 200]) {
        for (let row = 0; row + size <= 1_024; row += 331) {
          const alone = network.run(input.slice(row * INPUTS, (row + size) * INPUTS), size);
          const same = together.slice(row * INPUTS, (row + size) * INPUTS);
          if (isBitExact) expect(Buffer.from(alone.buffer)).toEqual(Buffer.from(same.buffer));
          else alone.forEach((value, i) => void expect(value).toBeCloseTo(same[i] ?? Number.NaN, 4));
        }
      }
      network.dispose();
    });

    it('hands out arrays that stay when the network is gone', () => {
      const network = runtime.load(LAYERS);
      const output = network.run(values(INPUTS, 8), 1);
      const copy = Float32Array.from(output);
      network.dispose();
      expect(output).toEqual(copy);
    });

    it('learns, and from the same seed the same', async () => {
      const losses: number[] = [];
      const first = await runtime.trainAutoencoder(learnable(512), INPUTS, { ...TRAINING, onEpoch: (_, loss) => losses.push(loss) });
      const second = await runtime.trainAutoencoder(learnable(512), INPUTS, TRAINING);
      expect(losses).toHaveLength(TRAINING.epochs);
      expect(losses.at(-1) ?? 1).toBeLessThan((losses[0] ?? 0) / 3);
      expect(second.map(({ weights }) => [...weights])).toEqual(first.map(({ weights }) => [...weights]));
      expect(first.map(({ inputs, outputs, activation }) => [inputs, outputs, activation])).toEqual([
        [INPUTS, 6, 'relu'],
        [6, INPUTS, 'linear'],
      ]);
    });

    it('learns how calls follow each other: what it was shown surprises less than the same in another order, and the same seed gives the same', async () => {
      const losses: number[] = [];
      const options = {
        vocabulary: ['0xa9059cbb', '0x70a08231'],
        width: 8,
        heads: 2,
        epochs: 30,
        batchSize: 8,
        learningRate: 1e-2,
        seed: 7,
      };
      const first = await runtime.trainSequence(SHOWN, { ...options, onEpoch: (_, loss) => losses.push(loss) });
      const second = await runtime.trainSequence(SHOWN, options);
      expect(losses.at(-1) ?? 1).toBeLessThan((losses[0] ?? 0) / 3);
      expect(second).toEqual(first);
      const network = runtime.loadSequence(first);
      const again = runtime.loadSequence(second);
      const [shown, turned] = [SHOWN[0] ?? '', (SHOWN[0] ?? '').split(' ').reverse().join(' ')];
      expect(network.surpriseOf(turned)).toBeGreaterThan(2 * network.surpriseOf(shown));
      // Alone, after others, and remembered: one number.
      expect([again.surpriseOf(shown), network.surpriseOf(shown), network.surpriseOf(shown)]).toEqual(
        Array(3).fill(again.surpriseOf(shown)),
      );
      network.dispose();
      again.dispose();
    });

    it('learns something else from another seed', async () => {
      const one = await runtime.trainAutoencoder(learnable(128), INPUTS, { ...TRAINING, epochs: 1 });
      const other = await runtime.trainAutoencoder(learnable(128), INPUTS, { ...TRAINING, epochs: 1, seed: 8 });
      expect([...(other[0]?.weights ?? [])]).not.toEqual([...(one[0]?.weights ?? [])]);
    });
  });
}
