import type { Address, Hex } from '../core/chain/block.js';
import type { Proposal, ProposedCall } from '../core/chain/decoded.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { isFlagged, makerOf, standingOfContract } from '../core/detect/standing.js';

interface Params {
  /** Functions that hand over control or make value out of nothing, by selector, with the name people know. */
  readonly privileged: Readonly<Record<Hex, string>>;
  /** A target younger than this, in seconds, was made for the proposal. */
  readonly newForS: number;
}

interface Suspicion {
  readonly call: ProposedCall;
  readonly id: 'new-target' | 'flagged-target' | 'target-without-code' | 'privileged-call';
  readonly text: string;
}

function suspicionOf(
  call: ProposedCall,
  proposal: Proposal,
  tx: InspectedTransaction,
  ctx: DetectContext,
  params: Params,
): Suspicion | null {
  if (isFlagged(call.target, ctx)) return { call, id: 'flagged-target', text: 'It calls an address that a label calls dangerous.' };
  if (isMadeForIt(call.target, proposal, tx, ctx, params))
    return { call, id: 'new-target', text: 'It calls a contract that was deployed for it: nobody had the time to read that.' };
  const name = privilegedName(call, params);
  if (name === null) return null;
  return { call, id: 'privileged-call', text: `It calls ${name}, which hands over control or makes new tokens.` };
}

/** New, and of the proposer or of a stranger to the governor: what the governor's own people deploy is theirs to explain. */
function isMadeForIt(
  target: Address,
  { governor, proposer }: Proposal,
  tx: InspectedTransaction,
  ctx: DetectContext,
  params: Params,
): boolean {
  if (standingOfContract(target, tx, ctx, params.newForS) !== 'new') return false;
  const maker = ctx.history.creatorOf(target) ?? tx.from;
  return maker === proposer || maker === tx.from || makerOf(target, governor, tx, ctx) !== 'own';
}

/** Bravo writes the function in words and leaves the selector out. */
function privilegedName({ signature, input }: ProposedCall, params: Params): string | null {
  if (signature !== '') return Object.values(params.privileged).find((name) => name === signature) ?? null;
  return params.privileged[input.slice(0, 10) as Hex] ?? null;
}

/** A proposal that does more than its readers may see. See governance-sneaky-proposal.md. */
export default defineDetector<Params>({
  id: 'governance-sneaky-proposal',
  version: 1,
  title: 'A proposal calls what nobody has read, or hands over control',
  maturity: 'stable',
  attack: 'governance',
  stage: 'govern',
  needs: ['logs'],
  on: ['admin'],
  params: {
    privileged: {
      '0xf2fde38b': 'transferOwnership(address)',
      '0x13af4035': 'setOwner(address)',
      '0x8f283970': 'changeAdmin(address)',
      '0x4dd18bf5': 'setPendingAdmin(address)',
      '0x3659cfe6': 'upgradeTo(address)',
      '0x4f1ef286': 'upgradeToAndCall(address,bytes)',
      '0xd784d426': 'setImplementation(address)',
      '0x2f2ff15d': 'grantRole(bytes32,address)',
      '0x7a9e5e4b': 'setAuthority(address)',
      '0xab033ea9': 'setGovernance(address)',
      '0x40c10f19': 'mint(address,uint256)',
      '0xfca3b5aa': 'setMinter(address)',
      '0x983b2d56': 'addMinter(address)',
      '0xe177246e': 'setDelay(uint256)',
      '0x64d62353': 'updateDelay(uint256)',
    },
    newForS: 7 * 86_400,
  },

  inspect(tx, ctx, params) {
    return tx.decoded.proposals.flatMap((proposal) => {
      const suspicions = proposal.calls.flatMap((call) => suspicionOf(call, proposal, tx, ctx, params) ?? []);
      const [first] = suspicions;
      if (first === undefined) return [];
      const isGrave = suspicions.some(({ id }) => id !== 'privileged-call');
      return [
        {
          severity: isGrave ? 'high' : 'medium',
          subject: { address: proposal.governor, role: 'governor' },
          parties: [
            { address: proposal.proposer, role: 'proposer' },
            ...[...new Set(suspicions.map(({ call }) => call.target))].slice(0, 8).map((address) => ({ address, role: 'target' })),
          ],
          summary: `A proposal of ${shortAddress(proposal.proposer)} to ${shortAddress(proposal.governor)} would call ${shortAddress(first.call.target)}. ${first.text}`,
          reasons: [...new Map(suspicions.map(({ id, text }) => [id, { id, text }])).values()],
          evidence: {
            governor: proposal.governor,
            proposer: proposal.proposer,
            calls: proposal.calls.length,
            suspicious: suspicions
              .slice(0, 8)
              .map(({ call, id }) => ({ target: call.target, selector: call.input.slice(0, 10), signature: call.signature, why: id })),
          },
        },
      ];
    });
  },
});
