import type { InspectedTransaction } from './detector.js';

/** What a transaction has, as far as detectors need it to begin: most transactions have little of it, and most detectors have nothing to say of them. */
export const TRIGGERS = [
  /** Coins or tokens moved. */
  'payment',
  /** Tokens or pieces moved, by events. */
  'tokens',
  /** Pieces (ERC-721, ERC-1155) moved. */
  'pieces',
  /** A function of a contract was called. */
  'call',
  /** There is a trace with more than one frame. */
  'calls',
  'delegate-call',
  'creation',
  'self-destruct',
  'failure',
  'approval',
  'permit',
  'authorization',
  /** A pool was traded in or its reserves changed. */
  'pool',
  'flash-loan',
  /** Ownership, upgrades, pauses, settings, proposals. */
  'admin',
  'vault',
  'order',
  'liquidity',
  'liquidation',
  'freeze',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

const BIT: ReadonlyMap<Trigger, number> = new Map(TRIGGERS.map((trigger, i) => [trigger, 1 << i]));

export function maskOf(triggers: readonly Trigger[]): number {
  return triggers.reduce((mask, trigger) => mask | (BIT.get(trigger) ?? 0), 0);
}

const bit = (trigger: Trigger): number => BIT.get(trigger) ?? 0;
const B = {
  payment: bit('payment'),
  tokens: bit('tokens'),
  pieces: bit('pieces'),
  call: bit('call'),
  calls: bit('calls'),
  delegateCall: bit('delegate-call'),
  creation: bit('creation'),
  selfDestruct: bit('self-destruct'),
  failure: bit('failure'),
  approval: bit('approval'),
  permit: bit('permit'),
  authorization: bit('authorization'),
  pool: bit('pool'),
  flashLoan: bit('flash-loan'),
  admin: bit('admin'),
  vault: bit('vault'),
  order: bit('order'),
  liquidity: bit('liquidity'),
  liquidation: bit('liquidation'),
  freeze: bit('freeze'),
} as const;

/** All that a transaction has, in one look. */
export function triggersOf({ to, receipt, frames, authorizationList, decoded }: InspectedTransaction): number {
  let mask = to === null ? B.creation : 0;
  if (decoded.transfers.length > 0) mask |= B.payment;
  for (const { standard } of decoded.transfers) {
    if (standard === 'erc20') mask |= B.tokens;
    else if (standard !== 'native') mask |= B.tokens | B.pieces;
  }
  if (decoded.selector !== null) mask |= B.call;
  if (receipt?.status === 0) mask |= B.failure;
  if (decoded.approvals.length > 0) mask |= B.approval;
  if (decoded.permits.length > 0) mask |= B.permit;
  if (authorizationList.length > 0) mask |= B.authorization;
  if (decoded.swaps.length + decoded.syncs.length > 0) mask |= B.pool;
  if (decoded.flashLoans.length > 0) mask |= B.flashLoan;
  if (decoded.admin.length + decoded.settings.length + decoded.proposals.length > 0) mask |= B.admin;
  if (decoded.vaults.length > 0) mask |= B.vault;
  if (decoded.nftOrders > 0) mask |= B.order;
  if (decoded.positions.length > 0) mask |= B.liquidity;
  if (decoded.liquidations.length > 0) mask |= B.liquidation;
  if (decoded.freezes.length > 0) mask |= B.freeze;
  if (frames === null || frames.length < 2) return mask;
  mask |= B.calls;
  for (const { kind } of frames) {
    if (kind === 'CREATE' || kind === 'CREATE2') mask |= B.creation;
    else if (kind === 'DELEGATECALL' || kind === 'CALLCODE') mask |= B.delegateCall;
    else if (kind === 'SELFDESTRUCT') mask |= B.selfDestruct;
  }
  return mask;
}
