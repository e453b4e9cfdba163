import { useState } from 'react';
import { countOf, countText } from '../format/number.js';
import { coverageReason } from '../format/wording.js';
import { COVERAGE_WORD, type CoverageRange, coverageCells } from './coverage-cells.js';
import './coverage-strip.css';

/** What was seen of a chain, and what was not, as a strip of blocks; each stretch tells its reasons to pointer, keyboard and touch. */
export function CoverageStrip({ ranges }: { readonly ranges: readonly CoverageRange[] }) {
  const [chosen, setChosen] = useState<CoverageRange | null>(null);
  const cells = coverageCells(ranges);
  const told = chosen ?? worst(ranges);
  return (
    <div className="coverage">
      <div className="coverage-strip">
        {cells.map(({ range, share }) => (
          <button
            key={`${range.from}${range.state}`}
            type="button"
            className={`coverage-cell coverage-${range.state}`}
            style={{ flexGrow: share }}
            aria-label={sentenceOf(range)}
            title={sentenceOf(range)}
            onPointerEnter={() => setChosen(range)}
            onPointerLeave={() => setChosen(null)}
            onFocus={() => setChosen(range)}
            onBlur={() => setChosen(null)}
          />
        ))}
      </div>
      <p className="coverage-told" aria-live="polite">
        {told === null ? '' : sentenceOf(told)}
      </p>
    </div>
  );
}

const ORDER = ['missing', 'partial', 'retracted', 'complete'] as const;

/** Unasked, the strip tells of its worst stretch. */
function worst(ranges: readonly CoverageRange[]): CoverageRange | null {
  for (const state of ORDER) {
    const found = ranges.filter((range) => range.state === state).sort((a, b) => b.blocks - a.blocks)[0];
    if (found !== undefined) return found;
  }
  return null;
}

function sentenceOf({ from, to, state, blocks, reasons }: CoverageRange): string {
  const where = from === to ? `Block ${countText(from)}` : `Blocks ${countText(from)} to ${countText(to)} (${countOf(blocks, 'block')})`;
  const why = reasons.length === 0 ? '' : `: ${reasons.map(coverageReason).join('; ')}`;
  return `${where}, ${COVERAGE_WORD[state]}${why}.`;
}
