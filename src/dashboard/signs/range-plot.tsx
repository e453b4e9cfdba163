import { measureText } from '../format/number.js';
import './range-plot.css';

interface RangePlotProps {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const WIDTH = 120;
/** What is beyond the usual range has this share of the width on each side. */
const MARGIN = 0.25;

/** Where a value lies against the usual range: the bar is usual, the mark is what was seen. */
export function RangePlot({ value, from, to }: RangePlotProps) {
  const at = placeOf(value, from, to);
  const isOutside = value < from || value > to;
  const text = `${measureText(value)}, usually ${measureText(from)} to ${measureText(to)}`;
  return (
    <svg className="range-plot" viewBox={`0 0 ${WIDTH} 14`} width={WIDTH} height={14} role="img" aria-label={text}>
      <title>{text}</title>
      <line x1={0} x2={WIDTH} y1={7} y2={7} className="range-plot-line" />
      <rect x={WIDTH * MARGIN} width={WIDTH * (1 - 2 * MARGIN)} y={4} height={6} rx={2} className="range-plot-usual" />
      {isOutside ? (
        <path d={`M${at * WIDTH - 5} 7 l5 -6 l5 6 l-5 6 z`} className="range-plot-outside" />
      ) : (
        <circle cx={at * WIDTH} cy={7} r={4.5} className="range-plot-inside" />
      )}
    </svg>
  );
}

/** 0–1: inside the range in proportion, outside ever closer to the edge. */
export function placeOf(value: number, from: number, to: number): number {
  const width = Math.max(to - from, 1e-9);
  const edge = 6 / WIDTH;
  if (value < from) return MARGIN - (MARGIN - edge) * (1 - 1 / (1 + (from - value) / width));
  if (value > to) return 1 - MARGIN + (MARGIN - edge) * (1 - 1 / (1 + (value - to) / width));
  return MARGIN + (1 - 2 * MARGIN) * ((value - from) / width);
}
