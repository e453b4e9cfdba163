import { ADDRESS_FEATURES } from './address.js';
import type { FeatureContext } from './context.js';
import { CONTRACT_FEATURES } from './contract.js';
import { type Feature, GROUPS } from './feature.js';
import { FLOW_FEATURES } from './flow.js';
import { GRAPH_FEATURES } from './graph.js';
import { LOG_FEATURES } from './logs.js';
import { RULE_FEATURES } from './rules.js';
import { TRACE_FEATURES } from './trace.js';
import { TRANSACTION_FEATURES } from './transaction.js';

/** feature-schema v1: the order is part of every stored vector and every model. Append only, with a new version. */
export const FEATURES: readonly Feature[] = [
  ...TRANSACTION_FEATURES,
  ...LOG_FEATURES,
  ...TRACE_FEATURES,
  ...ADDRESS_FEATURES,
  ...CONTRACT_FEATURES,
  ...GRAPH_FEATURES,
  ...FLOW_FEATURES,
  ...RULE_FEATURES,
];

/** What a schema is identified by: hashed into the model's manifest. */
export const FEATURE_SCHEMA = `v1:${FEATURES.map(
  ({ id, direction, isInput, isOfCalls }) => `${id}/${direction}/${isInput ? 1 : 0}${isOfCalls ? 1 : 0}`,
).join(',')}`;

/** Columns that the label-free parts see, as positions in FEATURES. */
export const INPUT_COLUMNS: readonly number[] = FEATURES.flatMap(({ isInput }, column) => (isInput ? [column] : []));

/** Columns that the calls alone tell: what attacks and ordinary transactions of every recording have (DETECTION §1). */
export const CALL_COLUMNS: readonly number[] = FEATURES.flatMap(({ isOfCalls }, column) => (isOfCalls ? [column] : []));

const GROUP_OF = FEATURES.map(({ group }) => GROUPS.indexOf(group));

/** Groups that are missing as a whole set a bit each, in order of GROUPS. */
export function extractFeatures(context: FeatureContext, values: Float32Array, known: Uint8Array, row: number): number {
  const offset = row * FEATURES.length;
  let mask = (1 << GROUPS.length) - 1;
  for (let column = 0; column < FEATURES.length; column += 1) {
    const value = FEATURES[column]?.read(context) ?? null;
    if (value === null || !Number.isFinite(value)) continue;
    values[offset + column] = value;
    known[offset + column] = 1;
    mask &= ~(1 << (GROUP_OF[column] ?? 0));
  }
  return mask;
}

export const groupBit = (group: (typeof GROUPS)[number]): number => 1 << GROUPS.indexOf(group);
