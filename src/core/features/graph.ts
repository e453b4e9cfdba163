import { creationsOf } from '../detect/creations.js';
import { FLAGGED_CATEGORIES } from '../detect/detector.js';
import { isMixerDeposit } from '../detect/mixer-deposits.js';
import { ADDING } from '../detect/stages.js';
import { taintOf } from '../detect/taint.js';
import { within } from '../state/window.js';
import { type Feature, feature, magnitude } from './feature.js';

/** Hops that stand for "no robbed money in sight". */
const FAR = 9;
const HOUR_SECONDS = 3_600;
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
    'F06_co_funded_log',
    'both',
    'accounts that live on the same first coins (log)',
    ({ funding, history }) => funding && magnitude(history.fundedBy(funding.from)),
  ),
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
    'F09_code_like_attack',
    'up',
    'how alike new code is to code that attacked here (0–1)',
    ({ tx, history }) => {
      let most: number | null = null;
      for (const { facts } of creationsOf(tx)) most = Math.max(most ?? 0, history.resemblanceOf(facts.sketch, 0.3)?.share ?? 0);
      return most;
    },
    NO_INPUT,
  ),
  feature('F10_fan_ratio', 'both', 'addresses that the sender calls against those that call the target (log ratio)', ({ tx, degrees }) =>
    tx.to === null ? null : magnitude(degrees[0]) - magnitude(degrees[1]),
  ),
  feature(
    'F11_mixer_bridge_outflow_1h',
    'up',
    'coins that the sender gives to mixers and bridges within an hour (log of gwei)',
    (context) => {
      const { tx, history, timestamp, labelsOf } = context;
      const before = within(history.mixerDepositsOf(tx.from), timestamp, HOUR_SECONDS);
      let wei = before.reduce((sum, { amountWei }) => sum + amountWei, 0n);
      if (tx.to !== null && tx.valueWei > 0n && (isMixerDeposit(tx, labelsOf) || history.actsAsBridge(tx.to))) wei += tx.valueWei;
      return magnitude(Number(wei) / 1e9);
    },
  ),
  feature('F12_degree_log', 'both', 'different addresses that called the target (log)', ({ tx, degrees }) =>
    tx.to === null ? null : magnitude(degrees[1]),
  ),
  feature(
    'F13_counterparty_is_flagged',
    'flag',
    'whether the called address is flagged',
    ({ tx, labelsOf }) => (tx.to !== null && labelsOf(tx.to).some(({ category }) => FLAGGED_CATEGORIES.includes(category)) ? 1 : 0),
    NO_INPUT,
  ),
];
