import type { FunctionRecord } from '../state/tables/function-table.js';

/** So many calls make a habit. */
const HABIT = 30;

/** What is usual for the very function that was called, as a feature's own values; null where too few of its calls were seen, or the feature says nothing of functions. */
export function usualHere(feature: string, called: FunctionRecord | undefined): readonly [from: number, to: number] | null {
  if (called === undefined || called.calls < HABIT) return null;
  const { gasMean, gasM2, gasMax, calls, inputMax, valueMax } = called;
  if (feature === 'A02_gas_used_log') {
    const spread = 3 * Math.sqrt(gasM2 / (calls - 1));
    return [gasMean - spread, Math.min(gasMax, gasMean + spread)];
  }
  if (feature === 'A09_calldata_len_log') return [0, Math.log1p(Math.max(0, (inputMax - 2) / 2))];
  return feature === 'A01_value_log' ? [0, Math.log1p(valueMax / 1e9)] : null;
}
