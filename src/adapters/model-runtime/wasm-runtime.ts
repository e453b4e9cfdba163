import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { FatalError } from '../../core/errors.js';
import type { ModelRuntime } from '../../ports/model-runtime.js';
import { loadNetwork, trainDenoising } from './dense-network.js';
import { loadSequenceNetwork, trainSequenceNetwork } from './sequence-network.js';

/** TensorFlow.js on WASM with SIMD: the reference for every live score, the same bits on every batch size. */
export async function createWasmRuntime(): Promise<ModelRuntime> {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'));
  setWasmPaths(`${folder}${path.sep}`);
  await tf.setBackend('wasm');
  await tf.ready();
  // A failed start says nothing, and everything would run on the plain backend, 20–50 times slower.
  if (tf.getBackend() !== 'wasm' || tf.getKernel('_FusedMatMul', 'wasm') === undefined) {
    throw new FatalError(
      'no-wasm',
      `TensorFlow.js did not start on WASM (it is on ${tf.getBackend()}). Reinstall with npm ci; Node must allow WebAssembly SIMD.`,
    );
  }
  const binary = readFileSync(path.join(folder, 'tfjs-backend-wasm-simd.wasm'));
  return {
    name: 'wasm',
    version: version_wasm,
    binaryHash: createHash('sha256').update(binary).digest('hex'),
    load: (layers) => loadNetwork(tf, 'wasm', layers),
    async trainAutoencoder(rows, columns, options) {
      await import('@tensorflow/tfjs'); // Registers the gradients, which scoring does without.
      return trainDenoising(tf, rows, columns, options);
    },
    loadSequence: (model) => loadSequenceNetwork(tf, 'wasm', model),
    async trainSequence(sequences, options) {
      await import('@tensorflow/tfjs');
      return trainSequenceNetwork(tf, sequences, options);
    },
    close: () => undefined,
  };
}
