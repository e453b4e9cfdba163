import type { SequenceModel } from '../core/score/sequence-model.js';

/** A dense layer of the autoencoder: weights row-major [inputs][outputs]. */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: 'relu' | 'linear';
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** A loaded network that maps [rows][inputs] to [rows][outputs]. */
export interface LoadedNetwork {
  /** `input` holds rows × inputs values; the answer is a fresh array of rows × outputs. */
  run(input: Float32Array, rows: number): Float32Array;
  dispose(): void;
}

export interface TrainingOptions {
  readonly layers: readonly { readonly units: number; readonly activation: 'relu' | 'linear' }[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Share of inputs that are noised, and of rows that lose a whole group. */
  readonly noise: number;
  readonly groupDropout: number;
  /** Column ranges [from, to) of the feature groups. */
  readonly groups: readonly (readonly [number, number])[];
  onEpoch?(epoch: number, loss: number): void;
}

/** A loaded sequence model. */
export interface LoadedSequence {
  /** −log p of a call sequence (`core/score/call-sequence.ts`), in nats. */
  surpriseOf(sequence: string): number;
  dispose(): void;
}

export interface SequenceTraining {
  readonly vocabulary: readonly string[];
  readonly width: number;
  readonly heads: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  onEpoch?(epoch: number, loss: number): void;
}

/** Which engine does the arithmetic. WASM's bits are the same everywhere; tfjs-node is faster at training. */
export interface ModelRuntime {
  readonly name: 'wasm' | 'tfjs-node';
  readonly version: string;
  /** Hash of the WASM binary; null for tfjs-node. */
  readonly binaryHash: string | null;
  load(layers: readonly DenseLayer[]): LoadedNetwork;
  /** Trains a denoising autoencoder; returns its layers. Deterministic for a seed on one runtime. */
  trainAutoencoder(rows: Float32Array, columns: number, options: TrainingOptions): Promise<readonly DenseLayer[]>;
  loadSequence(model: SequenceModel): LoadedSequence;
  /** Trains a model that foretells each next call. Deterministic for a seed on one runtime. */
  trainSequence(sequences: readonly string[], options: SequenceTraining): Promise<SequenceModel>;
  close(): void;
}
