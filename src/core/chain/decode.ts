import type { Hex, Log, Transaction } from './block.js';
import { ADMIN_TOPICS, decodeAdmin } from './decode-admin.js';
import { APPROVAL, APPROVAL_FOR_ALL, decodeApproval, PERMIT2_APPROVAL, PERMIT2_PERMIT } from './decode-approval.js';
import {
  decodeFlashCallback,
  decodeFlashLoan,
  FLASH_AAVE_V2,
  FLASH_AAVE_V3,
  FLASH_BALANCER,
  FLASH_UNISWAP_V3,
} from './decode-flash-loan.js';
import {
  decodeFreeze,
  decodeLiquidation,
  decodePosition,
  FREEZE_TOPICS,
  LIQUIDATION_TOPICS,
  NFT_ORDER_TOPICS,
  POSITION_TOPICS,
} from './decode-market.js';
import { decodePermit } from './decode-permit.js';
import { decodeProposal, PROPOSAL_CREATED } from './decode-proposal.js';
import { decodeSetting, SETTING_TOPICS } from './decode-settings.js';
import { decodeSwap, decodeSync, SWAP_V2, SWAP_V3, SWAP_V3_PANCAKE, SYNC } from './decode-swap.js';
import {
  decodeMultiTransfer,
  decodeTransfer,
  decodeWrap,
  nativeTransfers,
  TRANSFER,
  TRANSFER_BATCH,
  TRANSFER_SINGLE,
  WETH_DEPOSIT,
  WETH_WITHDRAWAL,
} from './decode-transfer.js';
import { decodeVault, VAULT_DEPOSIT, VAULT_WITHDRAW } from './decode-vault.js';
import type {
  AdminEvent,
  Approval,
  DecodedTransaction,
  FlashLoan,
  Freeze,
  Liquidation,
  Permit,
  PositionChange,
  Proposal,
  SettingEvent,
  Swap,
  Sync,
  Transfer,
  VaultEvent,
} from './decoded.js';
import { selectorOf } from './words.js';

interface Draft {
  readonly transfers: Transfer[];
  readonly approvals: Approval[];
  readonly swaps: Swap[];
  readonly syncs: Sync[];
  readonly flashLoans: FlashLoan[];
  readonly admin: AdminEvent[];
  readonly settings: SettingEvent[];
  readonly proposals: Proposal[];
  readonly vaults: VaultEvent[];
  readonly liquidations: Liquidation[];
  readonly positions: PositionChange[];
  readonly freezes: Freeze[];
  nftOrders: number;
}

type LogDecoder = (log: Log, draft: Draft) => void;

function into<T>(list: T[], value: T | null): void {
  if (value !== null) list.push(value);
}

const BY_TOPIC = new Map<Hex, LogDecoder>([
  [TRANSFER, (log, draft) => into(draft.transfers, decodeTransfer(log))],
  [TRANSFER_SINGLE, (log, draft) => draft.transfers.push(...decodeMultiTransfer(log))],
  [TRANSFER_BATCH, (log, draft) => draft.transfers.push(...decodeMultiTransfer(log))],
  [WETH_DEPOSIT, (log, draft) => into(draft.transfers, decodeWrap(log))],
  [WETH_WITHDRAWAL, (log, draft) => into(draft.transfers, decodeWrap(log))],
  [SYNC, (log, draft) => into(draft.syncs, decodeSync(log))],
  ...[APPROVAL, APPROVAL_FOR_ALL, PERMIT2_APPROVAL, PERMIT2_PERMIT].map((topic): [Hex, LogDecoder] => [
    topic,
    (log, draft) => into(draft.approvals, decodeApproval(log)),
  ]),
  ...[SWAP_V2, SWAP_V3, SWAP_V3_PANCAKE].map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.swaps, decodeSwap(log))]),
  ...[FLASH_AAVE_V2, FLASH_AAVE_V3, FLASH_BALANCER, FLASH_UNISWAP_V3].map((topic): [Hex, LogDecoder] => [
    topic,
    (log, draft) => into(draft.flashLoans, decodeFlashLoan(log)),
  ]),
  ...[VAULT_DEPOSIT, VAULT_WITHDRAW].map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.vaults, decodeVault(log))]),
  [PROPOSAL_CREATED, (log, draft) => into(draft.proposals, decodeProposal(log))],
  ...SETTING_TOPICS.map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.settings, decodeSetting(log))]),
  ...LIQUIDATION_TOPICS.map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.liquidations, decodeLiquidation(log))]),
  ...POSITION_TOPICS.map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.positions, decodePosition(log))]),
  ...FREEZE_TOPICS.map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.freezes, decodeFreeze(log))]),
  ...NFT_ORDER_TOPICS.map((topic): [Hex, LogDecoder] => [
    topic,
    (_log, draft) => {
      draft.nftOrders += 1;
    },
  ]),
  ...[...ADMIN_TOPICS.keys()].map((topic): [Hex, LogDecoder] => [topic, (log, draft) => into(draft.admin, decodeAdmin(log))]),
]);

/** A transaction's logs and calls in the field's terms. Never throws: what does not fit a shape is not of that shape. */
export function decodeTransaction(tx: Transaction): DecodedTransaction {
  const draft: Draft = {
    transfers: [...nativeTransfers(tx)],
    approvals: [],
    swaps: [],
    syncs: [],
    flashLoans: [],
    admin: [],
    settings: [],
    proposals: [],
    vaults: [],
    liquidations: [],
    positions: [],
    freezes: [],
    nftOrders: 0,
  };
  for (const log of tx.receipt?.logs ?? []) {
    const topic = log.topics[0];
    if (topic !== undefined) BY_TOPIC.get(topic)?.(log, draft);
  }
  const permits: Permit[] = [];
  if (tx.frames !== null) {
    for (const frame of tx.frames) {
      if (frame.kind !== 'CALL' || frame.failed || frame.to === null) continue;
      into(permits, decodePermit(frame.to, frame.input, frame.index));
      into(draft.flashLoans, decodeFlashCallback(frame));
    }
  } else if (tx.to !== null && tx.receipt?.status !== 0) {
    into(permits, decodePermit(tx.to, tx.input, 0));
  }
  return { selector: selectorOf(tx.input), permits, ...draft };
}
