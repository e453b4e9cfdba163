import type { Address, Hex, Log } from './block.js';
import type { Proposal, ProposedCall } from './decoded.js';
import { addressAtWord, uintAt, wordCount } from './words.js';

/** ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string): Governor Bravo and OpenZeppelin's. */
export const PROPOSAL_CREATED: Hex = '0x7d84a6263ae0d98d3329bd7b46bb4e8d6f98cd35a7adb45c274c8b7fd5ebd5e0';

const MAX_CALLS = 64;

/** Null where the data does not hold what its offsets promise. */
export function decodeProposal(log: Log): Proposal | null {
  const { data } = log;
  if (log.topics[0] !== PROPOSAL_CREATED || wordCount(data) < 9) return null;
  const [targets, signatures, calldatas] = [listAt(data, 2), listAt(data, 4), listAt(data, 5)];
  if (targets === null || signatures === null || calldatas === null) return null;
  const calls: ProposedCall[] = [];
  for (let i = 0; i < Math.min(targets.length, calldatas.length, MAX_CALLS); i += 1) {
    const bytes = bytesAt(data, calldatas.head, i);
    if (bytes === null) return null;
    calls.push({ target: addressAtWord(data, targets.head + i), signature: textAt(data, signatures, i), input: bytes });
  }
  return { governor: log.address, proposer: addressAtWord(data, 1), calls, logIndex: log.logIndex };
}

interface List {
  /** Word at which its items, or their offsets, begin. */
  readonly head: number;
  readonly length: number;
}

function listAt(data: Hex, word: number): List | null {
  const at = wordOf(uintAt(data, word));
  if (at === null || at >= wordCount(data)) return null;
  const length = uintAt(data, at);
  return length > 10_000n || at + 1 + Number(length) > wordCount(data) ? null : { head: at + 1, length: Number(length) };
}

function bytesAt(data: Hex, head: number, i: number): Hex | null {
  const at = wordOf(uintAt(data, head + i));
  if (at === null || head + at >= wordCount(data)) return null;
  const length = uintAt(data, head + at);
  const start = 2 + (head + at + 1) * 64;
  return length > BigInt((data.length - start) / 2) ? null : `0x${data.slice(start, start + Number(length) * 2)}`;
}

/** Bravo keeps the function's signature apart from its arguments; OpenZeppelin leaves it empty. */
function textAt(data: Hex, { head, length }: List, i: number): string {
  const bytes = i < length ? bytesAt(data, head, i) : null;
  if (bytes === null) return '';
  return (bytes.slice(2).match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}

function wordOf(offset: bigint): number | null {
  return offset % 32n === 0n && offset < 10_000_000n ? Number(offset / 32n) : null;
}

/** A proposed call's party, for lists. */
export function targetsOf(proposal: Proposal): readonly Address[] {
  return [...new Set(proposal.calls.map(({ target }) => target))];
}
