import type { RowTable } from '../datasets/recorded-rows.js';

export const MAX_ROWS_A_FUNCTION = 2_000;
export const MAX_ROWS_A_SENDER = 50;

/** Positions of the rows that are trained on: so many of one function and of one sender, so that stablecoin transfers and bots do not define what is normal. */
export function capRows(table: Pick<RowTable, 'rows' | 'senders' | 'functions'>): readonly number[] {
  const bySender = new Map<string, number>();
  const byFunction = new Map<string, number>();
  const kept: number[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    const sender = table.senders[row] ?? '';
    const called = table.functions[row] ?? '';
    const senderCount = bySender.get(sender) ?? 0;
    const functionCount = byFunction.get(called) ?? 0;
    if (senderCount >= MAX_ROWS_A_SENDER || functionCount >= MAX_ROWS_A_FUNCTION) continue;
    bySender.set(sender, senderCount + 1);
    byFunction.set(called, functionCount + 1);
    kept.push(row);
  }
  return kept;
}

/** Positions without the share that scores highest: an attack that nobody labelled must not teach what is normal. */
export function trimHighest(scores: Float32Array, share: number): readonly number[] {
  const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const kept = order.slice(0, Math.ceil(order.length * (1 - share)));
  return kept.sort((a, b) => a - b);
}

/** Splits by time: the last share of the rows, in order, is held back to calibrate. */
export function splitByTime(
  table: Pick<RowTable, 'rows'>,
  lastShare: number,
): { readonly early: readonly number[]; readonly late: readonly number[] } {
  const cut = Math.floor(table.rows * (1 - lastShare));
  const positions = Array.from({ length: table.rows }, (_, row) => row);
  return { early: positions.slice(0, cut), late: positions.slice(cut) };
}
