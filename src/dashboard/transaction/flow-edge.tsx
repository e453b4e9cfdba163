import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { shortAddress } from '../format/address.js';
import { amountText } from '../format/amount.js';
import type { Flow } from './flow-graph.js';
import { knownToken } from './known-tokens.js';

interface MoneyEdgeData extends Record<string, unknown> {
  readonly flows: readonly Flow[];
  readonly chainId: number;
  readonly isBack: boolean;
  readonly isCrowdedAtSource: boolean;
}

export type MoneyEdge = Edge<MoneyEdgeData, 'money'>;

const LINES_MAX = 3;

/** `2. 8,000,000 USDC`: when, how much, of what. */
export function flowText({ order, amount, token, standard, movements }: Flow, chainId: number): string {
  const known = standard === 'native' ? knownToken(chainId, null) : token === null ? null : knownToken(chainId, token);
  const name = known?.symbol ?? (token === null ? 'a token' : `of ${shortAddress(token)}`);
  const times = movements > 1 ? ` in ${movements}` : '';
  return `${order}. ${amountText(amount.toString(), known?.decimals ?? null)} ${name}${times}`;
}

/** How far along its arrow a label stands: near the party with fewer arrows, where there is room. */
const NEAR_END = 0.66;

/** A point of the curve that getBezierPath draws between a right and a left side. */
function pointAlong({ sourceX, sourceY, targetX, targetY }: Ends, t: number): readonly [x: number, y: number] {
  const middle = (sourceX + targetX) / 2;
  const [start, inner, end] = [(1 - t) ** 3, 3 * t * (1 - t), t ** 3];
  return [start * sourceX + inner * middle + end * targetX, (start + inner * (1 - t)) * sourceY + (inner * t + end) * targetY];
}

type Ends = Pick<EdgeProps, 'sourceX' | 'sourceY' | 'targetX' | 'targetY'>;

/** An arrow with all that went its way, a line each: above it on the way there, below it on the way back, so that neither covers the other. */
export function FlowLine({ data, markerEnd, ...ends }: EdgeProps<MoneyEdge>) {
  const [path] = getBezierPath(ends);
  const { flows, chainId, isBack, isCrowdedAtSource } = data ?? { flows: [], chainId: 0, isBack: false, isCrowdedAtSource: false };
  const [x, y] = pointAlong(ends, isCrowdedAtSource ? NEAR_END : 1 - NEAR_END);
  return (
    <>
      <BaseEdge path={path} {...(markerEnd === undefined ? {} : { markerEnd })} />
      <EdgeLabelRenderer>
        <div
          className="flow-label"
          style={{ transform: `translate(-50%, ${isBack ? '5px' : 'calc(-100% - 5px)'}) translate(${x}px, ${y}px)` }}
        >
          {flows.slice(0, LINES_MAX).map((flow) => (
            <div key={flow.order}>{flowText(flow, chainId)}</div>
          ))}
          {flows.length > LINES_MAX && <div>and {flows.length - LINES_MAX} more tokens</div>}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
