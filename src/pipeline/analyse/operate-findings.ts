import type { Address, Block } from '../../core/chain/block.js';
import type { Detection } from '../../core/detect/detector.js';

/** Not of the catalogue's files: they speak of what the monitor itself could not see. */
export const COVERAGE_GAP = { id: 'coverage-gap', version: 1, title: 'Blocks not fully analysed', stage: 'operate' } as const;
export const SOURCE_DISAGREES = { id: 'source-disagrees', version: 1, title: 'A source contradicts itself', stage: 'operate' } as const;

/** Blocks that nobody could give. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** The chain itself has no address. */
const CHAIN: Address = '0x0000000000000000000000000000000000000000';

/** Blocks that are missing before this one, and what of this one was lost though the source has it as a rule. */
export function coverageGaps(block: Block, gaps: readonly Gap[], failed: ReadonlySet<string>): readonly Detection[] {
  const missing = gaps.map(({ from, to, reason }): Detection => {
    const which = from === to ? `Block ${from}` : `Blocks ${from} to ${to}`;
    return {
      severity: 'medium',
      subject: { address: CHAIN, role: 'chain' },
      summary: `${which} could not be read: what happened there was not looked at.`,
      reasons: [
        { id: 'missing', text: `No source gave ${from === to ? 'it' : 'them'} in a form that holds: ${reason}.`, value: to - from + 1 },
      ],
      evidence: { from, to, blocks: to - from + 1, reason },
    };
  });
  const lost = block.partialReasons.filter((reason) => reason === 'traces-failed' || reason === 'traces-incomplete');
  const silent = [...failed].map((id) => `detector-failed:${id}`);
  if (lost.length + silent.length === 0) return missing;
  return [
    ...missing,
    {
      severity: 'low',
      subject: { address: CHAIN, role: 'chain' },
      summary: `Block ${block.number} was analysed in part: ${[...lost, ...silent].join(', ')}.`,
      reasons: [...lost, ...silent].map((reason) => ({ id: 'partial', text: reason })),
      evidence: { from: block.number, to: block.number, blocks: 1, reason: [...lost, ...silent].join(', ') },
    },
  ];
}

/** An endpoint's answer for this block did not hold against its header; another endpoint's did. */
export function sourceDisagreements({ number, disagreements }: Block): readonly Detection[] {
  if (disagreements.length === 0) return [];
  const [first = { endpoint: '', reason: '' }] = disagreements;
  return [
    {
      severity: 'medium',
      subject: { address: CHAIN, role: 'chain' },
      summary: `${first.endpoint} gave block ${number} in a form that contradicts its header (${first.reason}); another source's was taken.`,
      reasons: disagreements.map(({ endpoint, reason }) => ({ id: 'contradicts', text: `${endpoint}: ${reason}.` })),
      evidence: {
        blockNumber: number,
        endpoints: disagreements.map(({ endpoint }) => endpoint),
        reasons: disagreements.map(({ reason }) => reason),
      },
    },
  ];
}
