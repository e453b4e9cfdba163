import { ADDRESS_FEATURES } from './address.js';
import type { FeatureContext } from './context.js';
import { CONTRACT_FEATURES } from './contract.js';
import { type Feature, GROUPS } from './feature.js';
import { LOG_FEATURES } from './logs.js';
import { TRACE_FEATURES } from './trace.js';
import { TRANSACTION_FEATURES } from './transaction.js';

/** feature-schema v1: the order is part of every stored vector and every model. Append only, with a new version. */
export const FEATURES: readonly Feature[] = [
  ...TRANSACTION_FEATURES,
  ...LOG_FEATURES,
  ...TRACE_FEATURES,
  ...ADDRESS_FEATURES,
  ...CONTRACT_FEATURES,
];

/** What a schema is identified by: hashed into the model's manifest. */
export const FEATURE_SCHEMA = `v1:${FEATURES.map(({ id, direction, isInput }) => `${id}/${direction}/${isInput ? 1 : 0}`).join(',')}`;

/** Columns that the model sees, as positions in FEATURES. */
export const INPUT_COLUMNS: readonly number[] = FEATURES.flatMap(({ isInput }, column) => (isInput ? [column] : []));

/** Groups that are missing as a whole set a bit each, in order of GROUPS. */
export function extractFeatures(context: FeatureContext, values: Float32Array, known: Uint8Array, row: number): number {
  const offset = row * FEATURES.length;
  const seen = [0, 0, 0, 0, 0];
  FEATURES.forEach((feature, column) => {
    const value = feature.read(context);
    const isKnown = value !== null && Number.isFinite(value);
    values[offset + column] = isKnown ? value : 0;
    known[offset + column] = isKnown ? 1 : 0;
    if (isKnown) {
      const group = GROUPS.indexOf(feature.group);
      seen[group] = (seen[group] ?? 0) + 1;
    }
  });
  return seen.reduce((mask, count, group) => (count === 0 ? mask | (1 << group) : mask), 0);
}
