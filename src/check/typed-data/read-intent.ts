import type { Address } from '../../core/chain/block.js';
import { addressAt } from '../../core/chain/quantity.js';
import { amountAt, Fields } from './fields.js';
import { ORDER_SCHEMES } from './order-schemes.js';
import { PERMIT_SCHEMES } from './permit-schemes.js';
import type { Scheme } from './scheme.js';
import type { SignedIntent, SigningDomain, TypedData } from './signed-intent.js';
import { WALLET_SCHEMES } from './wallet-schemes.js';

const SCHEMES: readonly Scheme[] = [...PERMIT_SCHEMES, ...ORDER_SCHEMES, ...WALLET_SCHEMES];

/** Fields that are malformed throw. */
export function domainOf({ domain }: TypedData): SigningDomain {
  const { name, chainId, verifyingContract } = domain;
  return {
    name: typeof name === 'string' ? name : null,
    chainId: chainId === undefined || chainId === null ? null : Number(amountAt(chainId, 'domain.chainId')),
    verifyingContract:
      verifyingContract === undefined || verifyingContract === null ? null : addressAt(verifyingContract, 'domain.verifyingContract'),
  };
}

/** What a signature of a known scheme lets others do; null: the scheme is not known here. Fields that are missing or malformed throw. */
export function intentOf(data: TypedData, from: Address): SignedIntent | null {
  const message = new Fields(data.message, 'message');
  const domain = domainOf(data);
  const scheme = SCHEMES.find(
    ({ primaryTypes, fits }) => primaryTypes.includes(data.primaryType) && (fits === undefined || fits(message, domain)),
  );
  return scheme === undefined ? null : scheme.read(message, domain, from);
}

/** Whether data of this type is written for Permit2. */
export function isPermit2Type(primaryType: string): boolean {
  return /^Permit(Single|Batch|(Batch)?(Witness)?TransferFrom)$/.test(primaryType);
}
