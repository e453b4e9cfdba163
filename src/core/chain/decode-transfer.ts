import type { Frame, Hex, Log, Transaction } from './block.js';
import { NATIVE, type Transfer } from './decoded.js';
import { addressOfTopic, uintAt, wordCount } from './words.js';

/** Transfer(address,address,uint256): ERC-20 with two indexed parties, ERC-721 with the id indexed too. */
export const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** TransferSingle(address,address,address,uint256,uint256) of ERC-1155. */
export const TRANSFER_SINGLE: Hex = '0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62';
/** TransferBatch(address,address,address,uint256[],uint256[]) of ERC-1155. */
export const TRANSFER_BATCH: Hex = '0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb';
/** Deposit(address,uint256) of WETH9 and its copies. */
export const WETH_DEPOSIT: Hex = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
/** Withdrawal(address,uint256) of WETH9 and its copies. */
export const WETH_WITHDRAWAL: Hex = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

export function decodeTransfer(log: Log): Transfer | null {
  const [, from, to, id] = log.topics;
  if (from === undefined || to === undefined) return null;
  const parties = {
    token: log.address,
    from: addressOfTopic(from),
    to: addressOfTopic(to),
    operator: null,
    logIndex: log.logIndex,
    frameIndex: null,
  };
  if (id !== undefined) return { standard: 'erc721', ...parties, amount: 1n, tokenId: BigInt(id) };
  if (wordCount(log.data) < 1) return null;
  return { standard: 'erc20', ...parties, amount: uintAt(log.data, 0), tokenId: null };
}

/** ERC-1155 moves one id, or several at once. A batch whose arrays do not fit is no transfer. */
export function decodeMultiTransfer(log: Log): readonly Transfer[] {
  const [topic, operator, from, to] = log.topics;
  if (operator === undefined || from === undefined || to === undefined || wordCount(log.data) < 2) return [];
  const parties = {
    standard: 'erc1155' as const,
    token: log.address,
    from: addressOfTopic(from),
    to: addressOfTopic(to),
    operator: addressOfTopic(operator),
    logIndex: log.logIndex,
    frameIndex: null,
  };
  if (topic === TRANSFER_SINGLE) return [{ ...parties, tokenId: uintAt(log.data, 0), amount: uintAt(log.data, 1) }];
  const ids = uintsAt(log.data, 0);
  const amounts = uintsAt(log.data, 1);
  if (ids === null || amounts === null || ids.length !== amounts.length) return [];
  return ids.map((tokenId, i) => ({ ...parties, tokenId, amount: amounts[i] ?? 0n }));
}

/** A dynamic uint256[] whose offset is in the given word; null where it points outside. */
function uintsAt(data: Hex, word: number): readonly bigint[] | null {
  const words = wordCount(data);
  const at = Number(uintAt(data, word)) / 32;
  if (!Number.isInteger(at) || at >= words) return null;
  const length = Number(uintAt(data, at));
  if (length > words - at - 1) return null;
  return Array.from({ length }, (_, i) => uintAt(data, at + 1 + i));
}

/** Wrapping mints the wrapped token, unwrapping burns it; WETH9 has no Transfer event for either. */
export function decodeWrap(log: Log): Transfer | null {
  const [topic, owner, more] = log.topics;
  if (owner === undefined || more !== undefined || log.data.length !== 66) return null;
  const isDeposit = topic === WETH_DEPOSIT;
  const party = addressOfTopic(owner);
  return {
    standard: 'erc20',
    token: log.address,
    from: isDeposit ? NATIVE : party,
    to: isDeposit ? party : NATIVE,
    amount: uintAt(log.data, 0),
    tokenId: null,
    operator: null,
    logIndex: log.logIndex,
    frameIndex: null,
  };
}

/** Movements of the native coin: every frame that carried value and was not undone; without a trace, the transaction's own value. */
export function nativeTransfers(tx: Transaction): readonly Transfer[] {
  if (tx.frames !== null) return tx.frames.flatMap(nativeOfFrame);
  const to = tx.to ?? tx.receipt?.contractAddress ?? null;
  if (tx.valueWei === 0n || to === null || tx.receipt?.status === 0) return [];
  return [native(tx.from, to, tx.valueWei, null)];
}

function nativeOfFrame(frame: Frame): readonly Transfer[] {
  if (frame.valueWei === 0n || frame.failed || frame.to === null || frame.kind === 'DELEGATECALL' || frame.kind === 'CALLCODE') return [];
  return [native(frame.from, frame.to, frame.valueWei, frame.index)];
}

function native(from: Hex, to: Hex, amount: bigint, frameIndex: number | null): Transfer {
  return { standard: 'native', token: NATIVE, from, to, amount, tokenId: null, operator: null, logIndex: null, frameIndex };
}
