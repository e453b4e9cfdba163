import { PERMIT2 } from '../permit2.js';
import type { Subject } from '../subjects/subject.js';
import type { NonceQuestion } from './token-reads.js';

/** Where the chain says whether a signature's nonce is used up; null: nowhere that is known. */
export function nonceQuestionOf({ signature, from }: Subject): NonceQuestion | null {
  const { intent, domain } = signature ?? {};
  if (intent === null || intent === undefined || intent.nonce === null) return null;
  if (/^ERC-2612|^DAI/.test(intent.scheme) && domain?.verifyingContract != null)
    return { kind: 'counter', contract: domain.verifyingContract, owner: intent.speaksFor ?? from, nonce: intent.nonce };
  if (domain?.verifyingContract === PERMIT2 && /transfer$|UniswapX/.test(intent.scheme))
    return { kind: 'bitmap', owner: from, nonce: intent.nonce };
  return null;
}
