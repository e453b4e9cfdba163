import type { AuthorizationCheckRequest, TransactionCheckRequest } from '../../contracts/check.js';
import type { Address } from '../../core/chain/block.js';
import { addressAt } from '../../core/chain/quantity.js';
import { NOTHING, type Subject } from './subject.js';

type Listed = NonNullable<TransactionCheckRequest['subject']['authorizationList']>[number];

/** An EIP-7702 authorization by itself: whoever gets hold of it can put it into a transaction. */
export function readAuthorization(subject: AuthorizationCheckRequest['subject']): Subject {
  const from = addressAt(subject.from, 'subject.from');
  return {
    ...NOTHING,
    kind: 'authorization',
    from,
    actor: from,
    own: new Set([from]),
    delegations: [readDelegation(subject, from, 'subject')],
  };
}

export function readDelegation({ from, address, chainId, nonce }: Listed, sender: Address, path: string): Subject['delegations'][number] {
  return {
    account: from === undefined ? sender : addressAt(from, `${path}.from`),
    delegate: addressAt(address, `${path}.address`),
    chainId,
    nonce: nonce === undefined ? null : BigInt(nonce),
  };
}
