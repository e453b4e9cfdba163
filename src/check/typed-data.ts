import type { Address } from '../core/chain/block.js';
import { addressAt, arrayAt, objectAt } from '../core/chain/quantity.js';
import { InputError } from './input-error.js';

/** What somebody may take once the signature is handed in. */
export interface Grant {
  readonly kind: 'permit' | 'dai-permit' | 'permit2' | 'permit2-transfer';
  readonly token: Address;
  readonly owner: Address;
  /** Null: whoever brings the signature. */
  readonly spender: Address | null;
  readonly amount: bigint;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
}

export interface TypedData {
  readonly domain: Readonly<Record<string, unknown>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/** EIP-712. */
export interface SigningDomain {
  readonly name: string | null;
  readonly chainId: number | null;
  readonly verifyingContract: Address | null;
}

/** Canonical on nearly every chain (CREATE2). */
export const PERMIT2: Address = '0x000000000022d473030f116ddee9f6b43ac78ba3';

/** Forever, for a calendar. */
const NEVER = Number.MAX_SAFE_INTEGER;

export function domainOf({ domain }: TypedData): SigningDomain {
  const { name, chainId, verifyingContract } = domain;
  return {
    name: typeof name === 'string' ? name : null,
    chainId: chainId === undefined ? null : Number(amountAt(chainId, 'domain.chainId')),
    verifyingContract: verifyingContract === undefined ? null : addressAt(verifyingContract, 'domain.verifyingContract'),
  };
}

/** What a signature of a known scheme lets others take; null: the scheme is not known here. Fields that are missing or malformed throw. */
export function grantsOf(data: TypedData, from: Address): readonly Grant[] | null {
  const { primaryType, message } = data;
  const { verifyingContract } = domainOf(data);
  switch (primaryType) {
    case 'Permit':
      if (verifyingContract === null) throw new InputError('domain.verifyingContract', 'a permit names its token there');
      return [message['holder'] === undefined ? erc2612(message, verifyingContract) : daiPermit(message, verifyingContract)];
    case 'PermitSingle':
      return [allowance(message, objectAt(message['details'], 'message.details'), from)];
    case 'PermitBatch':
      return arrayAt(message['details'], 'message.details').map((one, i) =>
        allowance(message, objectAt(one, `message.details.${i}`), from),
      );
    case 'PermitTransferFrom':
    case 'PermitWitnessTransferFrom':
      return [transfer(message, objectAt(message['permitted'], 'message.permitted'), from)];
    case 'PermitBatchTransferFrom':
    case 'PermitBatchWitnessTransferFrom':
      return arrayAt(message['permitted'], 'message.permitted').map((one, i) =>
        transfer(message, objectAt(one, `message.permitted.${i}`), from),
      );
    default:
      return null;
  }
}

export function isPermit2(primaryType: string): boolean {
  return primaryType.startsWith('Permit') && primaryType !== 'Permit';
}

/** EIP-2612. */
function erc2612(message: TypedData['message'], token: Address): Grant {
  return {
    kind: 'permit',
    token,
    owner: addressAt(message['owner'], 'message.owner'),
    spender: addressAt(message['spender'], 'message.spender'),
    amount: amountAt(message['value'], 'message.value'),
    expiresAt: null,
  };
}

/** All or nothing, as DAI and its kin have it. */
function daiPermit(message: TypedData['message'], token: Address): Grant {
  const isAllowed = message['allowed'] === true || message['allowed'] === 'true' || message['allowed'] === 1;
  const expiry = Number(amountAt(message['expiry'], 'message.expiry'));
  return {
    kind: 'dai-permit',
    token,
    owner: addressAt(message['holder'], 'message.holder'),
    spender: addressAt(message['spender'], 'message.spender'),
    amount: isAllowed ? 2n ** 256n - 1n : 0n,
    expiresAt: expiry === 0 ? null : Math.min(expiry, NEVER),
  };
}

function allowance(message: TypedData['message'], details: Readonly<Record<string, unknown>>, owner: Address): Grant {
  return {
    kind: 'permit2',
    token: addressAt(details['token'], 'message.details.token'),
    owner,
    spender: addressAt(message['spender'], 'message.spender'),
    amount: amountAt(details['amount'], 'message.details.amount'),
    expiresAt: Math.min(Number(amountAt(details['expiration'], 'message.details.expiration')), NEVER),
  };
}

function transfer(message: TypedData['message'], permitted: Readonly<Record<string, unknown>>, owner: Address): Grant {
  return {
    kind: 'permit2-transfer',
    token: addressAt(permitted['token'], 'message.permitted.token'),
    owner,
    spender: message['spender'] === undefined ? null : addressAt(message['spender'], 'message.spender'),
    amount: amountAt(permitted['amount'], 'message.permitted.amount'),
    expiresAt: Math.min(Number(amountAt(message['deadline'], 'message.deadline')), NEVER),
  };
}

/** Wallets write numbers as numbers, decimal text or hex. */
function amountAt(value: unknown, path: string): bigint {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string' || !/^(\d{1,80}|0x[0-9a-fA-F]{1,64})$/.test(text)) throw new InputError(path, 'expected a whole number');
  return BigInt(text);
}
