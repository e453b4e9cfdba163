import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { FatalError, messageOf } from '../../core/errors.js';
import { SEGMENTS } from '../../core/features/segment.js';
import { INPUT_KINDS } from '../../core/score/input-kind.js';
import { type ModelBundle, PARTS } from '../../core/score/model-bundle.js';
import { matrixShapes, SEQUENCE_MATRICES, type SequenceModel } from '../../core/score/sequence-model.js';
import type { DenseLayer } from '../../ports/model-runtime.js';

/** A model on disk: `manifest.json` says what it is, `weights.bin` holds its numbers as float32, little endian. The id is the manifest's SHA-256, and the manifest holds that of the weights. */

const arraySchema = z.object({ name: z.string(), offset: z.number().int(), length: z.number().int() });

const manifestSchema = z.object({
  format: z.literal(3),
  schema: z.string(),
  knots: z.number().int().positive(),
  layers: z.array(z.object({ inputs: z.number().int(), outputs: z.number().int(), activation: z.enum(['relu', 'linear']) })).min(1),
  parts: z.array(z.string()),
  weights: z.array(z.array(z.number().nonnegative())),
  headBias: z.number(),
  usualPath: z.number().positive(),
  sequence: z.object({ vocabulary: z.array(z.string()), width: z.number().int(), heads: z.number().int() }).nullable(),
  /** By kind of input, segment and part. */
  tails: z.array(z.array(z.array(z.object({ threshold: z.number(), share: z.number(), scale: z.number(), shape: z.number() })))),
  transactionsPerDay: z.number().positive(),
  trainedUntil: z.number(),
  numbers: z.object({ sha256: z.string(), arrays: z.array(arraySchema) }),
  training: z.record(z.string(), z.unknown()),
  metrics: z.record(z.string(), z.unknown()),
});
type Manifest = z.infer<typeof manifestSchema>;

export interface StoredModel {
  readonly bundle: ModelBundle;
  readonly layers: readonly DenseLayer[];
  readonly training: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly folder: string;
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function namedArrays(bundle: Omit<ModelBundle, 'id'>, layers: readonly DenseLayer[]): readonly (readonly [string, Float32Array])[] {
  return [
    ['medians', bundle.medians],
    ['spreads', bundle.spreads],
    ['residualMedians', bundle.residualMedians],
    ['quantiles', bundle.quantiles],
    ['forest.roots', bundle.forest.roots],
    ['forest.splits', bundle.forest.splits],
    ['forest.thresholds', bundle.forest.thresholds],
    ['forest.children', bundle.forest.children],
    ['head.means', bundle.head.means],
    ['head.deviations', bundle.head.deviations],
    ['head.weights', bundle.head.weights],
    ...(bundle.sequence === null ? [] : Object.entries(bundle.sequence.matrices)).map(([name, values]): [string, Float32Array] => [
      `sequence.${name}`,
      values,
    ]),
    ...layers.flatMap(({ weights, bias }, i): [string, Float32Array][] => [
      [`layer${i}.weights`, weights],
      [`layer${i}.bias`, bias],
    ]),
    ...bundle.tails.flatMap((segments, kind) =>
      segments.flatMap((parts, segment) =>
        parts.map(({ quantiles }, part): [string, Float32Array] => [`tail${kind}.${segment}.${part}`, quantiles]),
      ),
    ),
  ];
}

function sequenceShape({ vocabulary, width, heads }: SequenceModel): NonNullable<Manifest['sequence']> {
  return { vocabulary: [...vocabulary], width, heads };
}

function sequenceMatrices(width: number, array: (name: string) => Float32Array, broken: (why: string) => Error): SequenceModel['matrices'] {
  const shapes = matrixShapes(width);
  const read = SEQUENCE_MATRICES.map((name) => {
    const values = array(`sequence.${name}`);
    if (values.length !== shapes[name][0] * shapes[name][1]) throw broken(`sequence.${name} has ${values.length} numbers`);
    return [name, values] as const;
  });
  return Object.fromEntries(read) as SequenceModel['matrices'];
}

/** Writes a model below `parent`, in a folder named after its id, and returns the folder. */
export function writeModelFolder(
  parent: string,
  bundle: Omit<ModelBundle, 'id'>,
  layers: readonly DenseLayer[],
  about: Pick<Manifest, 'training' | 'metrics'> & { readonly card: string },
): { readonly id: string; readonly folder: string } {
  const arrays: z.infer<typeof arraySchema>[] = [];
  const chunks: Buffer[] = [];
  let offset = 0;
  for (const [name, values] of namedArrays(bundle, layers)) {
    arrays.push({ name, offset, length: values.length });
    chunks.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    offset += values.byteLength;
  }
  const weights = Buffer.concat(chunks);
  const manifest: Manifest = {
    format: 3,
    schema: bundle.schema,
    knots: bundle.knots,
    layers: layers.map(({ inputs, outputs, activation }) => ({ inputs, outputs, activation })),
    parts: [...PARTS],
    weights: bundle.weights.map((parts) => [...parts]),
    headBias: bundle.head.bias,
    usualPath: bundle.forest.usualPath,
    sequence: bundle.sequence === null ? null : sequenceShape(bundle.sequence),
    tails: bundle.tails.map((segments) =>
      segments.map((parts) => parts.map(({ threshold, share, scale, shape }) => ({ threshold, share, scale, shape }))),
    ),
    transactionsPerDay: bundle.transactionsPerDay,
    trainedUntil: bundle.trainedUntil,
    numbers: { sha256: sha256(weights), arrays },
    training: about.training,
    metrics: about.metrics,
  };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const id = sha256(text);
  const folder = path.join(parent, id.slice(0, 16));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'weights.bin'), weights);
  writeFileSync(path.join(folder, 'manifest.json'), text);
  writeFileSync(path.join(folder, 'README.md'), about.card);
  return { id, folder };
}

/** Reads a model and checks both hashes: a folder that was changed is not the model that its id names. */
export function readModelFolder(folder: string): StoredModel {
  const broken = (why: string) =>
    new FatalError('model-broken', `The model in ${folder} cannot be used: ${why}. Restore the folder, or train again: npm run train.`);
  let text: string;
  let weights: Buffer;
  try {
    text = readFileSync(path.join(folder, 'manifest.json'), 'utf8');
    weights = readFileSync(path.join(folder, 'weights.bin'));
  } catch (error) {
    throw broken(messageOf(error));
  }
  const id = sha256(text);
  if (!id.startsWith(path.basename(folder))) throw broken('its manifest does not hash to its name');
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw broken(`its manifest is not of this version (${parsed.error.issues[0]?.path.join('.')})`);
  const manifest = parsed.data;
  if (sha256(weights) !== manifest.numbers.sha256) throw broken('weights.bin does not hash to what the manifest says');
  const byName = new Map(manifest.numbers.arrays.map((array) => [array.name, array]));
  const array = (name: string): Float32Array => {
    const at = byName.get(name);
    if (at === undefined || at.offset + at.length * 4 > weights.length) throw broken(`it lacks ${name}`);
    return new Float32Array(weights.buffer.slice(weights.byteOffset + at.offset, weights.byteOffset + at.offset + at.length * 4));
  };
  const isComplete =
    manifest.tails.length === INPUT_KINDS.length &&
    manifest.tails.every((segments) => segments.length === SEGMENTS.length && segments.every((parts) => parts.length === PARTS.length));
  if (!isComplete || manifest.parts.join() !== PARTS.join() || manifest.weights.length !== INPUT_KINDS.length)
    throw broken('its tails and weights do not fit the parts, segments and kinds of input of this version');
  return {
    folder,
    training: manifest.training,
    metrics: manifest.metrics,
    layers: manifest.layers.map((layer, i) => ({ ...layer, weights: array(`layer${i}.weights`), bias: array(`layer${i}.bias`) })),
    bundle: {
      id,
      schema: manifest.schema,
      medians: array('medians'),
      spreads: array('spreads'),
      residualMedians: array('residualMedians'),
      quantiles: array('quantiles'),
      knots: manifest.knots,
      forest: {
        roots: array('forest.roots'),
        splits: array('forest.splits'),
        thresholds: array('forest.thresholds'),
        children: array('forest.children'),
        usualPath: manifest.usualPath,
      },
      head: {
        means: array('head.means'),
        deviations: array('head.deviations'),
        weights: array('head.weights'),
        bias: manifest.headBias,
      },
      sequence:
        manifest.sequence === null ? null : { ...manifest.sequence, matrices: sequenceMatrices(manifest.sequence.width, array, broken) },
      weights: manifest.weights,
      tails: manifest.tails.map((segments, kind) =>
        segments.map((parts, segment) => parts.map((tail, part) => ({ ...tail, quantiles: array(`tail${kind}.${segment}.${part}`) }))),
      ),
      transactionsPerDay: manifest.transactionsPerDay,
      trainedUntil: manifest.trainedUntil,
    },
  };
}
