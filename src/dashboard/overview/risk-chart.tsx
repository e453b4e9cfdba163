import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { countOf, countText, riskText } from '../format/number.js';
import { exactText } from '../format/time.js';
import { coverageReason } from '../format/wording.js';
import { chartColours, drawBudget, drawDots, drawGaps } from './risk-drawing.js';
import { barHeights, type RiskPoint } from './risk-points.js';

interface RiskChartProps {
  readonly points: readonly RiskPoint[];
  readonly budgetRisk: number | null;
}

const HEIGHT_PX = 190;

/** Everything that the drawing hooks read; they outlive a render. */
interface Shown {
  points: readonly RiskPoint[];
  budgetRisk: number | null;
}

function dataOf(points: readonly RiskPoint[]): uPlot.AlignedData {
  return [points.map((_, at) => at), [...barHeights(points)]];
}

function numberAt(points: readonly RiskPoint[], at: number): string {
  const point = points[Math.round(at)];
  if (point === undefined || !Number.isInteger(at)) return '';
  return countText(point.kind === 'block' ? point.block.number : point.range.from);
}

function optionsFor(shown: Shown, width: number, onPoint: (at: number | null) => void): uPlot.Options {
  const colours = chartColours();
  const axis = { stroke: colours.dim, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    padding: [10, 8, 0, 0],
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, Math.max(max, 20) + 0.5] },
      y: { range: () => [0, 104] },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 110, size: 28, values: (_, splits) => splits.map((at) => numberAt(shown.points, at)) },
      // Without scores the bars are no risk, and the numbers would lie.
      { ...axis, size: 34, splits: () => [0, 50, 100], values: () => (shown.budgetRisk === null ? ['', '', ''] : ['0', '50', '100']) },
    ],
    series: [
      {},
      {
        stroke: colours.bar,
        fill: colours.bar,
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars?.({ size: [0.8, 10, 1], align: 0 }) ?? (() => null),
      },
    ],
    hooks: {
      drawClear: [(plot) => drawGaps(plot, shown.points, colours)],
      draw: [
        (plot) => {
          drawBudget(plot, shown.budgetRisk, colours);
          drawDots(plot, shown.points, colours);
        },
      ],
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
    },
  };
}

export default function RiskChart({ points, budgetRisk }: RiskChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef<Shown>({ points, budgetRisk });
  shown.current.points = points;
  shown.current.budgetRisk = budgetRisk;
  const [at, setAt] = useState<number | null>(null);
  const scheme = useComputedColorScheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme's colours are read from the page
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const chart = new uPlot(optionsFor(shown.current, element.clientWidth, setAt), dataOf(shown.current.points), element);
    plot.current = chart;
    const sizes = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the budget is drawn by a hook
  useEffect(() => {
    plot.current?.setData(dataOf(points));
    plot.current?.redraw(false, true);
  }, [points, budgetRisk]);

  const point = at === null ? undefined : points[at];
  const left = at === null ? 0 : (plot.current?.valToPos(at, 'x') ?? 0);
  return (
    <div className="risk-chart" ref={place} role="img" aria-label={describe(points)}>
      {point !== undefined && (
        <div
          className="risk-tip"
          style={
            left > (place.current?.clientWidth ?? 0) / 2 ? { right: `calc(100% - ${left + 22}px)`, top: 8 } : { left: left + 50, top: 8 }
          }
        >
          <PointTip point={point} />
        </div>
      )}
    </div>
  );
}

function PointTip({ point }: { readonly point: RiskPoint }) {
  if (point.kind === 'gap')
    return (
      <>
        <p>
          Not seen: blocks {countText(point.range.from)} to {countText(point.range.to)}
        </p>
        <p>{point.range.reasons.map(coverageReason).join('; ') || 'no reason recorded'}</p>
      </>
    );
  const { block } = point;
  return (
    <>
      <p>Block {countText(block.number)}</p>
      <p>
        {block.maxRisk === null ? 'not scored' : `highest risk ${riskText(block.maxRisk)}, median ${riskText(block.medianRisk)}`}
        <br />
        {countOf(block.transactions, 'transaction')}, {countOf(block.findings, 'finding')}
        <br />
        {exactText(block.timestamp)}
      </p>
    </>
  );
}

/** The chart in words, for those who do not see it. */
function describe(points: readonly RiskPoint[]): string {
  const blocks = points.flatMap((point) => (point.kind === 'block' ? [point.block] : []));
  const withFindings = blocks.filter(({ findings }) => findings > 0).length;
  const gaps = points.length - blocks.length;
  return `Risk of the last ${countOf(blocks.length, 'block')}: ${countText(withFindings)} with findings${gaps > 0 ? ', with gaps in coverage' : ''}.`;
}
