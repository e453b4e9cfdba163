import { CALL_SHAPES, FUNCTION_TOKENS, SEQUENCE_LENGTH } from './call-sequence.js';

/**
 * A small transformer of one layer that foretells each next call of a trace (after BlockGPT, Gai et al. 2023): what it did not expect is the score, in nats. Matrices are
 * row-major; before the first call stands a token of its own.
 */
export interface SequenceModel {
  /** Selectors with a token of their own, in token order. */
  readonly vocabulary: readonly string[];
  readonly width: number;
  readonly heads: number;
  readonly matrices: Readonly<Record<SequenceMatrix, Float32Array>>;
}

export const SEQUENCE_MATRICES = [
  'functionIn',
  'shapeIn',
  'position',
  'query',
  'key',
  'value',
  'mix',
  'up',
  'down',
  'functionOut',
  'shapeOut',
] as const;
export type SequenceMatrix = (typeof SEQUENCE_MATRICES)[number];

/** Rows and columns of each matrix. */
export function matrixShapes(width: number): Readonly<Record<SequenceMatrix, readonly [rows: number, columns: number]>> {
  const square = [width, width] as const;
  return {
    functionIn: [FUNCTION_TOKENS + 1, width],
    shapeIn: [CALL_SHAPES.length + 1, width],
    position: [SEQUENCE_LENGTH, width],
    query: square,
    key: square,
    value: square,
    mix: square,
    up: [width, 2 * width],
    down: [2 * width, width],
    functionOut: [width, FUNCTION_TOKENS],
    shapeOut: [width, CALL_SHAPES.length],
  };
}
