import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import type { TransferView } from '../../contracts/transaction.js';
import { shortAddress } from '../format/address.js';
import { countOf } from '../format/number.js';
import { AddressTag } from '../signs/address-tag.js';
import { FlowLine, flowText, type MoneyEdge } from './flow-edge.js';
import { type FlowGraph, flowGraph } from './flow-graph.js';
import './money-flow.css';

interface MoneyFlowProps {
  readonly chainId: number;
  readonly transfers: readonly TransferView[];
  /** Lower-case address to role. */
  readonly parties: ReadonlyMap<string, string>;
}

const COLUMN_PX = 440;
const ROW_PX = 150;
const HEIGHT_MIN_PX = 220;
const HEIGHT_MAX_PX = 520;
/** Below this nothing can be read: a wide graph is panned instead. */
const ZOOM_MIN = 0.62;
const NARROW_ZOOM = 0.75;

type PartyNode = Node<{ readonly address: string; readonly role: string | null }, 'party'>;

const NODE_TYPES = { party: Party };
const EDGE_TYPES = { money: FlowLine };

/** Who paid whom, left to right, numbered in the order in which it happened. */
export default function MoneyFlow({ chainId, transfers, parties }: MoneyFlowProps) {
  const graph = useMemo(() => flowGraph(transfers), [transfers]);
  const nodes = useMemo(() => nodesOf(graph, parties), [graph, parties]);
  const edges = useMemo(() => edgesOf(graph, chainId), [graph, chainId]);
  const scheme = useComputedColorScheme();
  const tallest = Math.max(1, ...graph.nodes.map(({ row }) => row + 1));
  return (
    <>
      <div className="money-flow" style={{ height: Math.min(HEIGHT_MAX_PX, Math.max(HEIGHT_MIN_PX, tallest * ROW_PX + 60)) }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          colorMode={scheme}
          fitView={!isTooWide(graph)}
          defaultViewport={{ x: 12, y: 40, zoom: NARROW_ZOOM }}
          fitViewOptions={{ padding: { top: '40px', bottom: '48px', left: '16px', right: '16px' }, minZoom: ZOOM_MIN, maxZoom: 1 }}
          minZoom={0.2}
          nodesConnectable={false}
          preventScrolling={false}
          zoomOnScroll={false}
          aria-label={describe(graph, chainId)}
        >
          <Background />
          <Controls showInteractive={false} orientation="horizontal" />
        </ReactFlow>
      </div>
      {graph.omitted > 0 && <p className="dim">{countOf(graph.omitted, 'more flow')} in the movements below.</p>}
    </>
  );
}

/** Whether the whole does not fit at a size that can be read: then one begins where the money does, and pans. */
function isTooWide({ nodes }: FlowGraph): boolean {
  const columns = Math.max(0, ...nodes.map(({ column }) => column)) + 1;
  return window.innerWidth < columns * COLUMN_PX * ZOOM_MIN;
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

function edgesOf({ edges }: FlowGraph, chainId: number): MoneyEdge[] {
  const arrows = (address: string) => edges.filter(({ from, to }) => from === address || to === address).length;
  return edges.map(({ id, from, to, flows, isBack }) => ({
    id,
    type: 'money',
    source: from,
    target: to,
    // There and back leave and arrive at different heights, so that neither lies under the other.
    sourceHandle: isBack ? 'back-out' : 'out',
    targetHandle: isBack ? 'back-in' : 'in',
    data: { flows, chainId, isBack, isCrowdedAtSource: arrows(from) > arrows(to) },
    markerEnd: { type: MarkerType.ArrowClosed },
  }));
}

const NOBODY = /^0x0{40}$/;

function Party({ data: { address, role } }: NodeProps<PartyNode>) {
  return (
    <div className={`flow-party${role === null ? '' : ` flow-party-${role}`}`}>
      <Handle id="in" type="target" position={Position.Left} style={{ top: '25%' }} />
      <Handle id="out" type="source" position={Position.Right} style={{ top: '25%' }} />
      <Handle id="back-out" type="source" position={Position.Left} style={{ top: '80%' }} />
      <Handle id="back-in" type="target" position={Position.Right} style={{ top: '80%' }} />
      {NOBODY.test(address) ? (
        <span className="flow-role">minted or burnt</span>
      ) : (
        <>
          {role !== null && <span className="flow-role">{role}</span>}
          <AddressTag address={address} />
        </>
      )}
    </div>
  );
}

function describe({ nodes, edges }: FlowGraph, chainId: number): string {
  const lines = edges.map(
    ({ from, to, flows }) => `${shortAddress(from)} to ${shortAddress(to)}, ${flows.map((flow) => flowText(flow, chainId)).join(', ')}`,
  );
  return `Money flow between ${countOf(nodes.length, 'party', 'parties')}: ${lines.join('; ')}`;
}
