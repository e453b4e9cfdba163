import type { ChainView } from '../../contracts/chain.js';

/** What a backtest looks at where nothing else is said. */
const USUAL_BLOCKS = 1_000;

export interface BlockRange {
  readonly from: number;
  readonly to: number;
}

/** The newest blocks that were analysed here, as far as there are any. */
export function usualRange({ analysed, published, head, coverage }: ChainView): BlockRange {
  const to = analysed ?? published ?? head ?? 0;
  const seen = coverage.complete + coverage.partial;
  const blocks = Math.min(USUAL_BLOCKS, Math.max(1, seen === 0 ? USUAL_BLOCKS : seen));
  return { from: Math.max(0, to - blocks + 1), to };
}

/** What somebody wrote as a block: `22,431,000` too. Null: it is none. */
export function blockOf(text: string): number | null {
  const digits = text.replaceAll(/[\s,_.]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
