import type { ScreenedAddress } from '../../contracts/screening.js';
import type { Address, Hex } from '../../core/chain/block.js';
import { decodeApproval } from '../../core/chain/decode-approval.js';
import { messageOf } from '../../core/errors.js';
import type { Simulator } from '../../ports/simulator.js';
import { checksum } from '../platform/checksum.js';

type Approvals = NonNullable<ScreenedAddress['approvals']>;
type Row = ScreenedAddress['coverage'][number];

/** Approval and ApprovalForAll, which name the owner in the second topic. */
const APPROVALS: readonly Hex[] = [
  '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925',
  '0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31',
];
/** Further back nodes refuse, or take long. */
const BLOCKS = 50_000;
const MOST = 100;
const TIMEOUT_MS = 5_000;
const UNLIMITED_FROM = 2n ** 128n;

/** Allowances that an address gave and that stand now: from its events, and then from what the tokens say. */
export class StandingApprovals {
  constructor(private readonly simulatorOf: (chainId: number) => Simulator | null) {}

  async of(chainId: number, owner: Address, coverage: Row[]): Promise<Approvals | null> {
    const simulator = this.simulatorOf(chainId);
    const told = (state: Row['state'], why: string | null) => coverage.push({ check: 'approvals', required: false, state, why, ms: 0 });
    if (simulator === null) {
      told('skipped', `No node of chain ${chainId} is there to ask.`);
      return null;
    }
    try {
      const found = await this.ask(simulator, owner);
      told('ran', `As far as the events of the last ${BLOCKS} blocks tell.`);
      return found;
    } catch (error) {
      told('failed', messageOf(error));
      return null;
    }
  }

  private async ask(simulator: Simulator, owner: Address): Promise<Approvals> {
    const block = await simulator.block(TIMEOUT_MS);
    const topics: readonly (Hex | readonly Hex[])[] = [APPROVALS, `0x${owner.slice(2).padStart(64, '0')}`];
    const logs = await simulator.logs({ topics, from: Math.max(0, block.number - BLOCKS), to: block.number }, TIMEOUT_MS);
    const last = new Map<string, { readonly token: Address; readonly spender: Address; readonly kind: string }>();
    for (const log of logs) {
      const approval = decodeApproval(log);
      if (approval === null || approval.kind === 'erc721') continue;
      const { token, spender, kind } = approval;
      last.set(`${token}:${spender}:${kind}`, { token, spender, kind });
    }
    const asked = [...last.values()].slice(-MOST);
    const answers = await simulator.read(
      asked.map(({ token, spender, kind }) => ({ to: token, input: questionOf(kind, owner, spender) })),
      block,
      TIMEOUT_MS,
    );
    return asked.flatMap(({ token, spender, kind }, i) => {
      const answer = answers[i] ?? null;
      const limit = answer === null || answer.length < 66 ? 0n : BigInt(answer.slice(0, 66));
      if (limit === 0n) return [];
      return [
        {
          token: checksum(token),
          spender: checksum(spender),
          kind,
          limit: limit.toString(),
          unlimited: kind === 'for-all' || limit >= UNLIMITED_FROM,
        },
      ];
    });
  }
}

function questionOf(kind: string, owner: Address, spender: Address): Hex {
  const selector = kind === 'for-all' ? '0xe985e9c5' : '0xdd62ed3e';
  return `${selector}${owner.slice(2).padStart(64, '0')}${spender.slice(2).padStart(64, '0')}`;
}
