import type { CheckAnswer, MessageCheckRequest } from '../contracts/check.js';
import type { Address, Hex } from '../core/chain/block.js';
import { addressAt } from '../core/chain/quantity.js';
import { shortAddress } from '../core/detect/format.js';
import { NO_HISTORY } from '../core/detect/history.js';
import { commonAnswer } from './answer.js';
import { checkContext } from './check-knowledge.js';
import type { CheckParts } from './check-parts.js';
import { Coverage, MESSAGE_CHECKS } from './coverage.js';
import { type CheckReason, flaggedReasons } from './reasons.js';
import { signatureOf } from './signatures.js';

interface SignIn {
  readonly domain: string;
  readonly address: Address;
  readonly chainId: number | null;
}

/** EIP-4361. */
const SIGN_IN = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(\S+) wants you to sign in with your Ethereum account:\n(0x[0-9a-fA-F]{40})(?:\n|$)/;

/** A message (EIP-191) before it is signed: a hash or a call in disguise, a sign-in for another site. */
export async function checkMessage(request: MessageCheckRequest, id: string, startedAt: number, parts: CheckParts): Promise<CheckAnswer> {
  const { chainId, subject, origin } = request;
  const from = addressAt(subject.from, 'subject.from');
  const coverage = new Coverage(MESSAGE_CHECKS);
  const bytes = /^0x([0-9a-fA-F]{2})*$/.test(subject.message) ? (subject.message.toLowerCase() as Hex) : null;
  const text = bytes === null ? subject.message : textOf(bytes);
  const signIn = text === null ? null : signInOf(text);
  coverage.ran('decode', 0);
  const named = new Set<Address>(
    [...(text ?? '').matchAll(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g)].map(([found]) => found.toLowerCase() as Address),
  );
  named.delete(from);
  const counterparties = { direct: named, inner: new Set<Address>() };
  const moment = { chainId, blockNumber: 0, timestamp: Math.floor(startedAt / 1_000) };
  const ctx = checkContext(moment, parts.knowledge, new Map(), parts.stateOf(chainId)?.history ?? NO_HISTORY);
  const reasons = [
    ...(bytes === null || text !== null ? [] : disguised(bytes)),
    ...(signIn === null ? [] : signInReasons(signIn, from, chainId, origin)),
    ...flaggedReasons(counterparties, ctx, []),
  ];
  coverage.ran('labels', 0);
  const common = commonAnswer({ id, request, reasons, coverage: coverage.list(), block: null, counterparties, ctx, startedAt, parts });
  return { ...common, decoded: { selector: null, signature: signIn === null ? null : 'Sign-In with Ethereum' } };
}

/** Bytes that no person could read: what they may be instead. */
function disguised(bytes: Hex): readonly CheckReason[] {
  const length = (bytes.length - 2) / 2;
  if (length === 32)
    return [
      {
        id: 'message-is-hash',
        text: 'The message is a bare hash of 32 bytes: it may stand for a transaction or an order that nobody sees.',
        severity: 'high',
        address: null,
        evidence: { hash: bytes },
      },
    ];
  const selector = length >= 4 && (length - 4) % 32 === 0 ? (bytes.slice(0, 10) as Hex) : null;
  const signature = signatureOf(selector);
  return [
    {
      id: signature === null ? 'message-unreadable' : 'message-is-call',
      text: signature === null ? 'The message is bytes that nobody can read.' : `The message reads as the call ${signature}.`,
      severity: 'medium',
      address: null,
      evidence: { bytes: length, selector },
    },
  ];
}

function signInReasons(
  { domain, address, chainId: named }: SignIn,
  from: Address,
  chainId: number,
  origin: string | undefined,
): readonly CheckReason[] {
  const reasons: CheckReason[] = [];
  const site = origin === undefined ? null : new URL(origin).host;
  if (site !== null && site !== domain)
    reasons.push({
      id: 'sign-in-other-site',
      text: `The message signs you in at ${domain}, and ${site} asks for it.`,
      severity: 'high',
      address: null,
      evidence: { domain, origin: site },
    });
  if (address !== from)
    reasons.push({
      id: 'sign-in-other-account',
      text: `The message signs in ${shortAddress(address)}, which is not who signs it.`,
      severity: 'medium',
      address,
      evidence: { from },
    });
  if (named !== null && named !== chainId)
    reasons.push({
      id: 'sign-in-other-chain',
      text: `The message names chain ${named}, and the wallet is on chain ${chainId}.`,
      severity: 'medium',
      address: null,
      evidence: { named, chainId },
    });
  return reasons;
}

function signInOf(text: string): SignIn | null {
  const [, domain, address] = SIGN_IN.exec(text) ?? [];
  if (domain === undefined || address === undefined) return null;
  const named = /^Chain ID: (\d+)$/m.exec(text)?.[1];
  return { domain, address: address.toLowerCase() as Address, chainId: named === undefined ? null : Number(named) };
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
