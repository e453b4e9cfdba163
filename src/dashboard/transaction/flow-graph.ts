import type { TransferView } from '../../contracts/transaction.js';
import { tokenOf } from './balance-changes.js';

export interface FlowNode {
  readonly address: string;
  readonly column: number;
  readonly row: number;
}

/** All movements of one token between two parties. */
export interface Flow {
  readonly token: string | null;
  readonly standard: TransferView['standard'];
  readonly amount: bigint;
  readonly movements: number;
  /** Place of the first movement, from 1. */
  readonly order: number;
}

/** All that went from one party to another, in the order in which it began. */
export interface FlowEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly flows: readonly Flow[];
  /** Against the reading direction: money that comes back. */
  readonly isBack: boolean;
}

export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Edges that were left out: a graph of hundreds says nothing. */
  readonly omitted: number;
}

const EDGES_MAX = 24;

export function flowGraph(transfers: readonly TransferView[], edgesMax = EDGES_MAX): FlowGraph {
  const all = gather(transfers);
  const kept = all.slice(0, edgesMax);
  const nodes = place(kept);
  const columns = new Map(nodes.map(({ address, column }) => [address, column]));
  const edges = kept.map((edge) => ({ ...edge, isBack: (columns.get(edge.to) ?? 0) <= (columns.get(edge.from) ?? 0) }));
  return { nodes, edges, omitted: all.length - kept.length };
}

function gather(transfers: readonly TransferView[]): readonly Omit<FlowEdge, 'isBack'>[] {
  const edges = new Map<string, { readonly from: string; readonly to: string; readonly flows: Map<string, Flow> }>();
  transfers.forEach((transfer, at) => {
    const { from, to, standard } = transfer;
    const id = `${from}>${to}`;
    const edge = edges.get(id) ?? { from, to, flows: new Map<string, Flow>() };
    edges.set(id, edge);
    const token = tokenOf(transfer);
    const known = edge.flows.get(token ?? '');
    edge.flows.set(token ?? '', {
      token,
      standard,
      amount: (known?.amount ?? 0n) + BigInt(transfer.amount),
      movements: (known?.movements ?? 0) + 1,
      order: known?.order ?? at + 1,
    });
  });
  return [...edges].map(([id, { from, to, flows }]) => ({ id, from, to, flows: [...flows.values()] }));
}

/** Left to right: a party stands one column behind the first that paid it. Money that comes back does not move anybody. */
function place(edges: readonly Pick<FlowEdge, 'from' | 'to'>[]): readonly FlowNode[] {
  const columns = new Map<string, number>();
  for (const { from, to } of edges) {
    const column = columns.get(from) ?? Math.max(0, (columns.get(to) ?? 1) - 1);
    if (!columns.has(from)) columns.set(from, column);
    if (!columns.has(to)) columns.set(to, column + 1);
  }
  const rows = new Map<number, number>();
  return [...columns].map(([address, column]) => {
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { address, column, row };
  });
}
