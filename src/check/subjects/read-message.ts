import type { MessageCheckRequest } from '../../contracts/check.js';
import type { Address, Hex } from '../../core/chain/block.js';
import { addressAt } from '../../core/chain/quantity.js';
import type { SignIn } from '../facts.js';
import { NOTHING, type Subject } from './subject.js';

/** EIP-4361. */
const SIGN_IN = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(\S+) wants you to sign in with your Ethereum account:\n(0x[0-9a-fA-F]{40})(?:\n|$)/;

/** A message (EIP-191): what a person reads, or bytes that nobody can. */
export function readMessage({ from: signer, message }: MessageCheckRequest['subject']): Subject {
  const from = addressAt(signer, 'subject.from');
  const bytes = /^0x([0-9a-fA-F]{2})*$/.test(message) ? (message.toLowerCase() as Hex) : null;
  const text = bytes === null ? message : textOf(bytes);
  const named = [...(text ?? '').matchAll(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g)].map(([found]) => found.toLowerCase() as Address);
  return {
    ...NOTHING,
    kind: 'message',
    from,
    actor: from,
    own: new Set([from]),
    message: { text, bytes, signIn: text === null ? null : signInOf(text) },
    named: [...new Set(named)].filter((address) => address !== from),
  };
}

function signInOf(text: string): SignIn | null {
  const [, domain, address] = SIGN_IN.exec(text) ?? [];
  if (domain === undefined || address === undefined) return null;
  const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1]?.trim() ?? null;
  const chainId = field('Chain ID');
  return {
    domain,
    address: address.toLowerCase() as Address,
    chainId: chainId === null || !/^\d+$/.test(chainId) ? null : Number(chainId),
    uri: field('URI'),
    issuedAt: field('Issued At'),
    expirationTime: field('Expiration Time'),
  };
}

/** UTF-8 that a person can read; null of other bytes. */
function textOf(bytes: Hex): string | null {
  const raw = Uint8Array.from(bytes.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
    return /\p{Cc}/u.test(text.replace(/\s/g, '')) ? null : text;
  } catch {
    return null;
  }
}
