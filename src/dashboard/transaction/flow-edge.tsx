import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { shortAddress } from '../format/address.js';
import { amountText } from '../format/amount.js';
import type { Flow } from './flow-graph.js';
import { knownToken } from './known-tokens.js';

export type MoneyEdge = Edge<{ readonly flows: readonly Flow[]; readonly chainId: number; readonly isBack: boolean }, 'money'>;

const LINES_MAX = 3;

/** `2. 8,000,000 USDC`: when, how much, of what. */
export function flowText({ order, amount, token, standard, movements }: Flow, chainId: number): string {
  const known = standard === 'native' ? knownToken(chainId, null) : token === null ? null : knownToken(chainId, token);
  const name = known?.symbol ?? (token === null ? 'a token' : `of ${shortAddress(token)}`);
  const times = movements > 1 ? ` in ${movements}` : '';
  return `${order}. ${amountText(amount.toString(), known?.decimals ?? null)} ${name}${times}`;
}

/** An arrow with all that went its way, a line each. */
export function FlowLine({ data, markerEnd, ...ends }: EdgeProps<MoneyEdge>) {
  const [path, x, y] = getBezierPath(ends);
  const flows = data?.flows ?? [];
  // There above its line, back below it: the two never cover each other.
  return (
    <>
      <BaseEdge path={path} {...(markerEnd === undefined ? {} : { markerEnd })} />
      <EdgeLabelRenderer>
        <div
          className="flow-label"
          style={{ transform: `translate(-50%, ${data?.isBack === true ? '6px' : 'calc(-100% - 4px)'}) translate(${x}px, ${y}px)` }}
        >
          {flows.slice(0, LINES_MAX).map((flow) => (
            <div key={flow.order}>{flowText(flow, data?.chainId ?? 0)}</div>
          ))}
          {flows.length > LINES_MAX && <div>and {flows.length - LINES_MAX} more tokens</div>}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
