import { callRates } from '../state/tables/function-table.js';
import { innerCalls } from '../state/tables/inner-call-table.js';
import { type Feature, feature, magnitude, zScore } from './feature.js';

/** So many calls make a habit. */
const HABIT = 5;

/** Group E: what is usual for the called function of the called contract. Masked where it was not called before. */
export const CONTRACT_FEATURES: readonly Feature[] = [
  feature('E01_only_accounts_broken', 'up', 'functions that only people called so far, called by a contract (log)', ({ tx, state }) => {
    if (tx.frames === null) return null;
    let broken = 0;
    for (const { to, input } of innerCalls(tx)) {
      const selector = input.slice(0, 10);
      if ((state.functionOf(to, selector)?.calls ?? 0) >= HABIT && !state.isCalledByContracts(to, selector)) broken += 1;
    }
    return magnitude(broken);
  }),
  feature('E02_caller_is_new_to_contract', 'flag', 'somebody else than the last caller', ({ called, tx }) =>
    called === undefined ? null : called.lastSender === tx.from ? 0 : 1,
  ),
  feature('E03_calls_in_same_block', 'up', 'calls of this function in the block so far (log)', ({ called, block }) =>
    called === undefined ? null : magnitude(called.lastBlock === block.header.number ? called.callsInLastBlock : 0),
  ),
  feature(
    'E04_same_sender_in_block',
    'flag',
    'the sender called this function in the same block already',
    ({ called, block, tx }) =>
      called === undefined ? null : called.lastBlock === block.header.number && called.lastSender === tx.from ? 1 : 0,
    { isInput: true },
  ),
  feature('E05_gas_over_hist_max', 'up', 'gas above the most that this function used (log ratio)', ({ called, gasUsed }) =>
    called === undefined || called.calls < 5 || gasUsed === null ? null : Math.max(0, Math.log1p(gasUsed) - called.gasMax),
  ),
  feature('E06_gas_z', 'both', 'gas against this function’s usual', ({ called, gasUsed }) =>
    called === undefined || gasUsed === null ? null : zScore(Math.log1p(gasUsed), called.gasMean, called.gasM2, called.calls),
  ),
  feature(
    'E07_token_out_over_cap',
    'up',
    'a contract pays more of a token than it ever did at once (log ratio)',
    ({ outflows }) => outflows?.overMost ?? null,
  ),
  feature(
    'E09_outflow_share_over_cap',
    'up',
    'a larger share of what a contract holds leaves than ever did at once',
    ({ outflows }) => outflows?.overShare ?? null,
  ),
  feature('E10_input_over_hist_max', 'up', 'calldata longer than this function ever had (log ratio)', ({ called, tx }) =>
    called === undefined || called.calls < 5 ? null : Math.max(0, Math.log1p(tx.input.length) - Math.log1p(called.inputMax)),
  ),
  feature('E11_callvalue_over_hist', 'up', 'native coin above the most that this function got (log ratio)', ({ called, tx }) =>
    called === undefined || called.calls < 5 ? null : Math.max(0, magnitude(Number(tx.valueWei) / 1e9) - magnitude(called.valueMax / 1e9)),
  ),
  feature('E12_last_update_gap', 'down', 'blocks since this function was called (log)', ({ called, block }) =>
    called === undefined ? null : magnitude(block.header.number - called.lastBlock),
  ),
  feature('E13_function_is_new', 'up', 'how rarely this function of this contract was called (−log of calls)', ({ called, tx }) =>
    tx.to === null ? null : -magnitude(called?.calls ?? 0),
  ),
  feature(
    'E14_sole_caller_broken',
    'flag',
    'somebody else than the only one who ever called this function',
    ({ called, tx }) =>
      called === undefined || called.calls < HABIT ? null : called.soleSender !== null && called.soleSender !== tx.from ? 1 : 0,
    { isInput: true },
  ),
  feature('E16_call_rate_ratio', 'up', 'calls of this function in the last minutes against the last day', ({ called, timestamp }) => {
    if (called === undefined || called.calls < HABIT) return null;
    const rates = callRates(called, timestamp);
    return (rates.rate10m + 0.1) / (rates.rate24h + 0.1);
  }),
  feature('E18_contract_age_log', 'down', 'time since the contract was first seen (log of seconds)', ({ callee, tx, timestamp }) =>
    tx.to === null ? null : magnitude(callee === undefined ? 0 : timestamp - callee.firstSeenAt),
  ),
  feature('E17_fail_rate', 'up', 'share of failures of this function', ({ called }) =>
    called === undefined || called.calls < 5 ? null : called.failed / called.calls,
  ),
  feature(
    'E20_hours_since_control_moved',
    'down',
    'time since control of the contract moved or its rules changed (log of hours)',
    ({ tx, history, timestamp }) => {
      const at = tx.to === null ? null : history.changedAt(tx.to);
      return at === null ? null : magnitude((timestamp - at) / 3_600);
    },
    { isInput: false },
  ),
];
