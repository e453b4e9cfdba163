import type { Address } from '../chain/block.js';
import type { DetectContext, InspectedTransaction } from './detector.js';

/** Addresses in a contract's code that were there before and belong to others: what it was made to deal with. Its deployer's own are left out. */
export function foreignContracts(addresses: ReadonlySet<Address>, tx: InspectedTransaction, ctx: DetectContext): readonly Address[] {
  return [...addresses].filter((address) => address !== tx.from && isContractOfOthers(address, tx.from, ctx));
}

/** By a label, by its creation, or because it is called and never sends anything itself. */
function isContractOfOthers(address: Address, person: Address, ctx: DetectContext): boolean {
  const creator = ctx.history.creatorOf(address);
  if (creator !== null) return creator !== person;
  if (ctx.labelsOf(address).length > 0) return true;
  return ctx.history.firstSeenAt(address) !== null && ctx.history.sentCount(address) === 0 && ctx.codeOf(address) !== 'none';
}
