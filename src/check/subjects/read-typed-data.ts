import type { TypedDataCheckRequest } from '../../contracts/check.js';
import type { Address } from '../../core/chain/block.js';
import { addressAt } from '../../core/chain/quantity.js';
import { messageOf } from '../../core/errors.js';
import { domainOf, intentOf } from '../typed-data/read-intent.js';
import type { SignedIntent, SigningDomain, TypedData } from '../typed-data/signed-intent.js';
import { NOTHING, type Subject } from './subject.js';

const NO_DOMAIN: SigningDomain = { name: null, chainId: null, verifyingContract: null };

/** EIP-712 data: who could take what with the signature, and what it makes others do in the signer's name. Fields that cannot be read are a gap, not a guess. */
export function readTypedData({ from: signer, data }: TypedDataCheckRequest['subject']): Subject {
  const from = addressAt(signer, 'subject.from');
  const { domain, gaps: domainGaps } = readDomain(data);
  const { intent, gaps } = readIntent(data, from);
  const steps = intent?.calls ?? [];
  // What acts in the signer's name holds the signer's money: a Safe, a smart account.
  const own = new Set<Address>([
    from,
    ...steps.map(({ from: actor, to }) => (intent?.scheme === 'ERC-4337 operation' && to !== null ? to : actor)),
  ]);
  const [first] = steps;
  const actor = first === undefined ? from : intent?.scheme === 'ERC-4337 operation' ? (first.to ?? from) : first.from;
  return {
    ...NOTHING,
    kind: 'typedData',
    from,
    actor,
    own,
    steps,
    signature: { data, domain, intent },
    gaps: [...domainGaps, ...gaps],
  };
}

function readDomain(data: TypedData): { readonly domain: SigningDomain; readonly gaps: Subject['gaps'] } {
  const gap = (why: string): Subject['gaps'] => [{ check: 'domain', state: 'skipped', why }];
  try {
    const domain = domainOf(data);
    if (domain.verifyingContract === null) return { domain, gaps: gap('The data names no contract that checks the signature.') };
    // Permits of some tokens name none on purpose; everything else that does not is good on several chains.
    return { domain, gaps: domain.chainId === null ? gap('The data names no chain: the signature may be good on several.') : [] };
  } catch (error) {
    return { domain: NO_DOMAIN, gaps: [{ check: 'domain', state: 'failed', why: messageOf(error) }] };
  }
}

function readIntent(data: TypedData, from: Address): { readonly intent: SignedIntent | null; readonly gaps: Subject['gaps'] } {
  try {
    const intent = intentOf(data, from);
    if (intent === null)
      return {
        intent,
        gaps: [{ check: 'decode', state: 'skipped', why: `What a signature of ${data.primaryType} allows is not known here.` }],
      };
    return { intent, gaps: intent.hidden === null ? [] : [{ check: 'decode', state: 'skipped', why: intent.hidden }] };
  } catch (error) {
    return { intent: null, gaps: [{ check: 'decode', state: 'failed', why: messageOf(error) }] };
  }
}
