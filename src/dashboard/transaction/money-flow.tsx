import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import type { TransferView } from '../../contracts/transaction.js';
import { shortAddress } from '../format/address.js';
import { amountText } from '../format/amount.js';
import { countOf } from '../format/number.js';
import { AddressTag } from '../signs/address-tag.js';
import { type FlowEdge, type FlowGraph, flowGraph } from './flow-graph.js';
import './money-flow.css';

interface MoneyFlowProps {
  readonly transfers: readonly TransferView[];
  /** Lower-case address to role. */
  readonly parties: ReadonlyMap<string, string>;
}

const COLUMN_PX = 330;
const ROW_PX = 96;
const NATIVE_DECIMALS = 18;

type PartyNode = Node<{ readonly address: string; readonly role: string | null }, 'party'>;

const NODE_TYPES = { party: Party };

/** Who paid whom, left to right, numbered in the order in which it happened. */
export default function MoneyFlow({ transfers, parties }: MoneyFlowProps) {
  const graph = useMemo(() => flowGraph(transfers), [transfers]);
  const nodes = useMemo(() => nodesOf(graph, parties), [graph, parties]);
  const edges = useMemo(() => edgesOf(graph), [graph]);
  const scheme = useComputedColorScheme();
  const tallest = Math.max(1, ...graph.nodes.map(({ row }) => row + 1));
  return (
    <>
      <div className="money-flow" style={{ height: Math.min(480, Math.max(200, tallest * ROW_PX + 60)) }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          colorMode={scheme}
          fitView
          fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
          minZoom={0.2}
          nodesConnectable={false}
          preventScrolling={false}
          zoomOnScroll={false}
          proOptions={{ hideAttribution: false }}
          aria-label={describe(graph)}
        >
          <Background />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      {graph.omitted > 0 && <p className="dim">{countOf(graph.omitted, 'more flow')} in the movements below.</p>}
    </>
  );
}

function nodesOf({ nodes }: FlowGraph, parties: ReadonlyMap<string, string>): PartyNode[] {
  return nodes.map(({ address, column, row }) => ({
    id: address,
    type: 'party',
    // A step down in each second column keeps edges that skip one from lying under it.
    position: { x: column * COLUMN_PX, y: row * ROW_PX + (column % 2) * (ROW_PX / 3) },
    data: { address, role: parties.get(address.toLowerCase()) ?? null },
  }));
}

function edgesOf({ edges }: FlowGraph): Edge[] {
  return edges.map((edge) => ({
    id: edge.id,
    source: edge.from,
    target: edge.to,
    label: labelOf(edge),
    markerEnd: { type: MarkerType.ArrowClosed },
  }));
}

function labelOf({ order, amount, token, standard, movements }: FlowEdge): string {
  const what =
    standard === 'native'
      ? `${amountText(amount.toString(), NATIVE_DECIMALS)} native`
      : `${amountText(amount.toString(), null)} of ${token === null ? 'a token' : shortAddress(token)}`;
  return `${order}. ${what}${movements > 1 ? ` in ${movements}` : ''}`;
}

function Party({ data }: NodeProps<PartyNode>) {
  const role = data.role;
  return (
    <div className={`flow-party${role === null ? '' : ` flow-party-${role}`}`}>
      <Handle type="target" position={Position.Left} />
      {role !== null && <span className="flow-role">{role}</span>}
      <AddressTag address={data.address} />
      <Handle type="source" position={Position.Right} />
    </div>
  );
}

function describe({ nodes, edges }: FlowGraph): string {
  return `Money flow between ${countOf(nodes.length, 'party', 'parties')}: ${edges.map((edge) => `${shortAddress(edge.from)} to ${shortAddress(edge.to)}, ${labelOf(edge)}`).join('; ')}`;
}
