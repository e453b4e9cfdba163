import type uPlot from 'uplot';
import { gapSpans, type RiskPoint } from './risk-points.js';

export interface ChartColours {
  readonly line: string;
  readonly dim: string;
  readonly bar: string;
  readonly budget: string;
  readonly finding: string;
  readonly gap: string;
  readonly ground: string;
}

/** A canvas does not follow the page's colours by itself. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: token('--line'),
    dim: token('--dim'),
    bar: token('--bar'),
    budget: token('--high'),
    finding: token('--critical'),
    gap: token('--blind'),
    ground: token('--surface'),
  };
}

const HATCH_STEP_PX = 7;
const DOT_PX = 4;

/** Hatching from bottom left to top right over each gap. */
export function drawGaps(plot: uPlot, points: readonly RiskPoint[], colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const step = HATCH_STEP_PX * devicePixelRatio;
  for (const [first, last] of gapSpans(points)) {
    const left = plot.valToPos(first - 0.5, 'x', true);
    const width = plot.valToPos(last + 0.5, 'x', true) - left;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = colours.gap;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    for (let x = left - bbox.height; x < left + width; x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

export function drawBudget(plot: uPlot, budgetRisk: number | null, colours: ChartColours): void {
  if (budgetRisk === null) return;
  const { ctx, bbox } = plot;
  const y = plot.valToPos(budgetRisk, 'y', true);
  ctx.save();
  ctx.strokeStyle = colours.budget;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** A block with findings carries a dot on top of its bar. */
export function drawDots(plot: uPlot, points: readonly RiskPoint[], colours: ChartColours): void {
  const { ctx } = plot;
  ctx.save();
  ctx.fillStyle = colours.finding;
  ctx.strokeStyle = colours.ground;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  points.forEach((point, at) => {
    if (point.kind !== 'block' || point.block.findings === 0) return;
    ctx.beginPath();
    const y = plot.valToPos(Math.max(plot.data[1]?.[at] ?? 0, 4), 'y', true);
    ctx.arc(plot.valToPos(at, 'x', true), y, DOT_PX * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  });
  ctx.restore();
}
