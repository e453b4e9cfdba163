import { FLAGGED_CATEGORIES } from '../detect/detector.js';
import { ADDING } from '../detect/stages.js';
import { taintOf } from '../detect/taint.js';
import { type Feature, feature, magnitude } from './feature.js';

/** Hops that stand for "no robbed money in sight". */
const FAR = 9;
const NO_INPUT = { isInput: false } as const;

/** Group F: who deals with whom. What follows from labels is no input: the anomaly score must not restate a label. */
export const GRAPH_FEATURES: readonly Feature[] = [
  feature(
    'F01_taint_share',
    'up',
    'share of the sender’s money that was robbed',
    (context) => taintOf(context.tx.from, context)?.share ?? 0,
    NO_INPUT,
  ),
  feature(
    'F02_hops_to_label',
    'down',
    'hands between the sender’s money and a robbery',
    (context) => taintOf(context.tx.from, context)?.hops ?? FAR,
    NO_INPUT,
  ),
  feature('F03_midas_edge', 'up', 'burst of calls from this sender to this address (log)', ({ bursts }) => magnitude(bursts[0])),
  feature('F04_midas_source', 'up', 'burst of calls from this sender (log)', ({ bursts }) => magnitude(bursts[1])),
  feature('F05_midas_target', 'up', 'burst of calls to this address (log)', ({ bursts }) => magnitude(bursts[2])),
  feature(
    'F07_cluster_stages',
    'up',
    'stages of an attack that the sender was seen in',
    ({ tx, history }) => new Set(history.stagesOf(tx.from).flatMap(({ stage }) => (ADDING.has(stage) ? [stage] : []))).size,
    NO_INPUT,
  ),
  feature(
    'F08_deployer_is_flagged',
    'flag',
    'whether the called contract’s maker is flagged',
    ({ tx, history, labelsOf }) => {
      const maker = tx.to === null ? null : history.creatorOf(tx.to);
      return maker !== null && labelsOf(maker).some(({ category }) => FLAGGED_CATEGORIES.includes(category)) ? 1 : 0;
    },
    NO_INPUT,
  ),
  feature(
    'F13_counterparty_is_flagged',
    'flag',
    'whether the called address is flagged',
    ({ tx, labelsOf }) => (tx.to !== null && labelsOf(tx.to).some(({ category }) => FLAGGED_CATEGORIES.includes(category)) ? 1 : 0),
    NO_INPUT,
  ),
];
