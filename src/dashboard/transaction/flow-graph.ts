import type { TransferView } from '../../contracts/transaction.js';
import { tokenOf } from './balance-changes.js';

export interface FlowNode {
  readonly address: string;
  readonly column: number;
  readonly row: number;
}

/** All movements of one token between two parties, in the order in which they began. */
export interface FlowEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly token: string | null;
  readonly standard: TransferView['standard'];
  readonly amount: bigint;
  readonly movements: number;
  /** Place of the first movement, from 1. */
  readonly order: number;
}

export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Edges that were left out: a graph of hundreds says nothing. */
  readonly omitted: number;
}

const EDGES_MAX = 30;

export function flowGraph(transfers: readonly TransferView[], edgesMax = EDGES_MAX): FlowGraph {
  const all = gather(transfers);
  const edges = all.slice(0, edgesMax);
  return { nodes: place(edges), edges, omitted: all.length - edges.length };
}

function gather(transfers: readonly TransferView[]): readonly FlowEdge[] {
  const edges = new Map<string, FlowEdge>();
  transfers.forEach((transfer, at) => {
    const token = tokenOf(transfer);
    const id = `${transfer.from}>${transfer.to}:${token ?? ''}`;
    const known = edges.get(id);
    const amount = (known?.amount ?? 0n) + BigInt(transfer.amount);
    edges.set(id, {
      id,
      from: transfer.from,
      to: transfer.to,
      token,
      standard: transfer.standard,
      amount,
      movements: (known?.movements ?? 0) + 1,
      order: known?.order ?? at + 1,
    });
  });
  return [...edges.values()];
}

/** Left to right: a party stands one column behind the first that paid it. Money that comes back does not move anybody. */
function place(edges: readonly FlowEdge[]): readonly FlowNode[] {
  const columns = new Map<string, number>();
  for (const { from, to } of edges) {
    const column = columns.get(from) ?? 0;
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
