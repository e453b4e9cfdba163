import type { AdminKind } from '../chain/decoded.js';
import { BORROWS } from '../trace/selectors.js';
import { CREATION_FEATURES } from './creation.js';
import { type Feature, feature, magnitude } from './feature.js';
import { flowFeature, shapeFeature } from './trace-feature.js';

const DAY_SECONDS = 86_400;
/** So many calls of a function make its shapes known. */
const HABIT = 5;

const MOVES_CONTROL: ReadonlySet<AdminKind> = new Set<AdminKind>(['upgraded', 'beacon-upgraded', 'admin-changed', 'ownership-transferred']);

/** Group C: what the call trace says. Masked where there is none. */
export const TRACE_FEATURES: readonly Feature[] = [
  shapeFeature('C01_call_depth_max', 'up', 'depth of calls', ({ maxDepth }) => magnitude(maxDepth)),
  shapeFeature('C02_n_calls_log', 'up', 'calls (log)', (_, frames) => magnitude(frames)),
  shapeFeature('C03_n_callees_log', 'up', 'different contracts called (log)', ({ callees }) => magnitude(callees)),
  shapeFeature(
    'C04_delegatecall_ratio',
    'both',
    'share of delegate calls',
    ({ delegateCalls }, frames) => delegateCalls / Math.max(1, frames),
  ),
  shapeFeature('C05_staticcall_ratio', 'both', 'share of read-only calls', ({ staticCalls }, frames) => staticCalls / Math.max(1, frames)),
  shapeFeature('C06_creates_in_tx', 'up', 'contracts created (log)', ({ creations }) => magnitude(creations)),
  feature('C07_selfdestructs', 'up', 'contracts that destroy themselves', ({ tx }) =>
    tx.frames === null ? null : magnitude(tx.frames.filter(({ kind }) => kind === 'SELFDESTRUCT').length),
  ),
  shapeFeature('C08_reentry_depth', 'up', 'depth at which a contract was entered again', ({ reentryDepth }) => reentryDepth),
  shapeFeature('C09_readonly_reentries', 'up', 'questions to a contract that waits for an answer itself (log)', ({ readonlyReentries }) =>
    magnitude(readonlyReentries),
  ),
  shapeFeature('C10_max_repeat_same_call', 'up', 'times that the same function was called (log)', ({ maxRepeats }) =>
    magnitude(maxRepeats),
  ),
  feature('C11_inner_failures_ratio', 'up', 'share of calls that failed and were caught', ({ tx }) =>
    tx.frames === null || tx.frames.length < 2 ? null : tx.frames.filter(({ failed }) => failed).length / tx.frames.length,
  ),
  feature('C13_min_callee_age_log', 'down', 'age of the youngest contract called (log of seconds)', ({ tx, trace, state, timestamp }) => {
    if (trace === null || tx.frames === null) return null;
    let youngest = Number.POSITIVE_INFINITY;
    for (const frame of tx.frames) {
      const createdAt = frame.to === null ? null : state.history.createdAt(frame.to);
      if (createdAt !== null) youngest = Math.min(youngest, timestamp - createdAt);
    }
    return Number.isFinite(youngest) ? magnitude(youngest) : magnitude(365 * 86_400);
  }),
  feature(
    'C14_calls_own_new_contract',
    'flag',
    'calls a contract that the sender made within a day',
    ({ tx, trace, history, timestamp }) => {
      if (trace === null || tx.frames === null) return null;
      const isOwn = tx.frames.some(({ to }) => {
        const made = to === null || history.creatorOf(to) !== tx.from ? null : history.createdAt(to);
        return made !== null && timestamp - made <= DAY_SECONDS;
      });
      return isOwn ? 1 : 0;
    },
  ),
  feature(
    'C15_call_pair_novelty',
    'up',
    'how rarely these functions call each other (mean −log10 of their share)',
    ({ shape }) => shape.novelty,
  ),
  feature(
    'C16_shape_is_new',
    'flag',
    'the called function never ran in this shape',
    ({ shape, called }) => (shape.isKnown === null || called === undefined || called.calls < HABIT ? null : shape.isKnown ? 0 : 1),
    { isInput: true },
  ),
  shapeFeature('C17_token_hooks', 'up', 'calls by which a token tells somebody that it came or goes (log)', ({ tokenHooks }) =>
    magnitude(tokenHooks),
  ),
  shapeFeature('C18_value_moves_log', 'up', 'calls that carried native coin (log)', ({ valueMoves }) => magnitude(valueMoves)),
  feature(
    'C19_control_moves',
    'flag',
    'code or owner of a contract changes',
    ({ tx, trace }) =>
      trace === null || tx.receipt === null ? null : tx.decoded.admin.some(({ kind }) => MOVES_CONTROL.has(kind)) ? 1 : 0,
    { isInput: false },
  ),
  flowFeature('C21_price_asked_to_borrow', 'flag', 'borrows by the price of a pool that was traded before', ({ oracleReads }) =>
    oracleReads.some(({ call }) => BORROWS.has(call.selector)) ? 1 : 0,
  ),
  shapeFeature('C22_top_frame_is_multicall_like', 'flag', 'a batch of calls in one', ({ topIsMulticall }) => (topIsMulticall ? 1 : 0)),
  ...CREATION_FEATURES,
];
