import { type Feature, feature, magnitude } from './feature.js';

/** Group C: what the call trace says. Masked where there is none. */
export const TRACE_FEATURES: readonly Feature[] = [
  feature('C01_call_depth_max', 'up', 'depth of calls', ({ trace }) => trace && magnitude(trace.maxDepth)),
  feature('C02_n_calls_log', 'up', 'calls (log)', ({ tx, trace }) => trace && magnitude(tx.frames?.length ?? 0)),
  feature('C03_n_callees_log', 'up', 'different contracts called (log)', ({ trace }) => trace && magnitude(trace.callees)),
  feature(
    'C04_delegatecall_ratio',
    'both',
    'share of delegate calls',
    ({ tx, trace }) => trace && trace.delegateCalls / Math.max(1, tx.frames?.length ?? 1),
  ),
  feature(
    'C05_staticcall_ratio',
    'both',
    'share of read-only calls',
    ({ tx, trace }) => trace && trace.staticCalls / Math.max(1, tx.frames?.length ?? 1),
  ),
  feature('C06_creates_in_tx', 'up', 'contracts created (log)', ({ trace }) => trace && magnitude(trace.creations)),
  feature('C08_reentry_depth', 'up', 'depth at which a contract was entered again', ({ trace }) =>
    trace === null ? null : trace.reentryDepth,
  ),
  feature(
    'C10_max_repeat_same_call',
    'up',
    'times that the same function was called (log)',
    ({ trace }) => trace && magnitude(trace.maxRepeats),
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
  feature('C18_value_moves_log', 'up', 'calls that carried native coin (log)', ({ trace }) => trace && magnitude(trace.valueMoves)),
  feature('C22_top_frame_is_multicall_like', 'flag', 'a batch of calls in one', ({ trace }) => trace && (trace.topIsMulticall ? 1 : 0)),
];
