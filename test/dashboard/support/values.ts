import type { AlertView, IncidentView } from '../../../src/contracts/alert.js';
import type { BlockRisk, ChainView } from '../../../src/contracts/chain.js';
import type { FrameView, TransferView } from '../../../src/contracts/transaction.js';
import { addressOf, hashOf } from './story.js';

const TIME = '2026-03-01T12:00:00.000Z';

export function block(number: number, part: Partial<BlockRisk> = {}): BlockRisk {
  return {
    chainId: 1,
    number,
    hash: hashOf(`block ${number}`),
    timestamp: TIME,
    transactions: 100,
    maxRisk: 40,
    medianRisk: 10,
    findings: 0,
    state: 'complete',
    ...part,
  };
}

export function alert(name: string, part: Partial<AlertView> = {}): AlertView {
  return {
    id: hashOf(name),
    incidentId: 'inc_1',
    chainId: 1,
    blockNumber: 7,
    blockHash: hashOf('block 7'),
    transactionHash: hashOf(`transaction of ${name}`),
    transactionIndex: 0,
    detector: { id: 'outflow-over-history', version: 1, stage: 'exploit' },
    severity: 'high',
    risk: 80,
    title: 'Outflow',
    summary: 'It lost much.',
    subject: { address: addressOf('victim'), role: 'victim' },
    parties: [],
    reasons: [],
    evidence: {},
    status: 'open',
    finality: 'seen',
    modelId: null,
    rulesVersion: 'r',
    times: { block: TIME, seen: TIME, analysed: TIME, alerted: TIME },
    ...part,
  };
}

export function incident(id: string, part: Partial<IncidentView> = {}): IncidentView {
  return {
    id,
    chainId: 1,
    title: 'Outflow',
    severity: 'high',
    status: 'open',
    openedAt: TIME,
    updatedAt: TIME,
    firstBlock: 7,
    lastBlock: 7,
    alertCount: 1,
    maxRisk: 80,
    subject: { address: addressOf('victim'), role: 'victim' },
    assignee: null,
    mutedUntil: null,
    ...part,
  };
}

export function transfer(from: string, to: string, amount: bigint, token: string | null = 'token'): TransferView {
  return {
    standard: token === null ? 'native' : 'erc20',
    token: token === null ? null : addressOf(token),
    from: addressOf(from),
    to: addressOf(to),
    amount: amount.toString(),
    tokenId: null,
  };
}

/** Frames of these depths, in order of execution. */
export function frames(depths: readonly number[]): readonly FrameView[] {
  return depths.map((depth, index) => ({
    index,
    parent: depth === 0 ? -1 : depths.slice(0, index).lastIndexOf(depth - 1),
    depth,
    kind: 'CALL',
    from: addressOf('a'),
    to: addressOf('b'),
    valueWei: '0',
    selector: '0xa9059cbb',
    failed: false,
    gasUsed: 1,
  }));
}

export function chain(part: Partial<ChainView> = {}): ChainView {
  return {
    chainId: 1,
    name: 'Ethereum',
    state: 'following',
    detail: null,
    head: 100,
    published: 100,
    analysed: 100,
    alerted: 100,
    behindSeconds: 1,
    coverage: { complete: 100, partial: 0, missing: 0 },
    endpoints: [],
    ...part,
  };
}
