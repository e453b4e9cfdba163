import type { Address, Hex } from '../../core/chain/block.js';
import { messageOf } from '../../core/errors.js';
import type { Read, SimulationBlock, Simulator } from '../../ports/simulator.js';
import type { Coverage } from '../coverage.js';
import type { Deadline } from '../deadline.js';
import type { TokenFacts } from '../facts.js';
import { PERMIT2 } from '../permit2.js';
import type { Exposure } from '../simulate/exposures.js';

export interface TokenReads {
  tokenOf(token: Address): TokenFacts | null;
  heldOf(owner: Address, token: Address): bigint | null;
  allowanceBefore(owner: Address, token: Address, spender: Address): bigint | null;
  readonly nonceUsed: boolean | null;
}

export const NO_READS: TokenReads = { tokenOf: () => null, heldOf: () => null, allowanceBefore: () => null, nonceUsed: null };

export interface WantedReads {
  readonly tokens: ReadonlySet<Address>;
  readonly holdings: readonly (readonly [owner: Address, token: Address])[];
  readonly exposures: readonly Exposure[];
  /** A nonce that a signature would use up. */
  readonly nonce: NonceQuestion | null;
}

export type NonceQuestion =
  | { readonly kind: 'counter'; readonly contract: Address; readonly owner: Address; readonly nonce: bigint }
  | { readonly kind: 'bitmap'; readonly owner: Address; readonly nonce: bigint };

const MOST_TOKENS = 40;
const MOST_EXPOSURES = 20;
const SELECTOR = {
  decimals: '0x313ce567',
  symbol: '0x95d89b41',
  balanceOf: '0x70a08231',
  allowance: '0xdd62ed3e',
  permit2Allowance: '0x927da105',
  isApprovedForAll: '0xe985e9c5',
  nonces: '0x7ecebe00',
  nonceBitmap: '0x4fe02b44',
} as const;

/** Names and decimals do not change: what was read once is not asked again. */
const MOST_KNOWN = 5_000;

/** What the answer says of tokens, all asked in one batch. Optional: without it amounts stay in smallest units, and coverage says so. */
export class TokenReader {
  private readonly known = new Map<string, TokenFacts>();

  async read(
    wanted: WantedReads,
    place: { readonly chainId: number; readonly simulator: Simulator; readonly block: SimulationBlock; readonly deadline: Deadline },
    coverage: Coverage,
    nowMs: () => number,
  ): Promise<TokenReads> {
    const startedAt = nowMs();
    const { chainId, simulator, block, deadline } = place;
    const questions = new Map<string, Read>();
    const tokens = [...wanted.tokens].slice(0, MOST_TOKENS);
    for (const token of tokens) {
      if (this.known.has(`${chainId}:${token}`)) continue;
      questions.set(`decimals:${token}`, { to: token, input: SELECTOR.decimals });
      questions.set(`symbol:${token}`, { to: token, input: SELECTOR.symbol });
    }
    for (const [owner, token] of wanted.holdings.slice(0, MOST_TOKENS))
      questions.set(`held:${owner}:${token}`, call(token, SELECTOR.balanceOf, owner));
    for (const exposure of wanted.exposures.slice(0, MOST_EXPOSURES)) questions.set(allowanceKey(exposure), allowanceQuestion(exposure));
    if (wanted.nonce !== null) questions.set('nonce', nonceQuestion(wanted.nonce));
    if (questions.size === 0) {
      coverage.ran('tokens', 0);
      return this.reads(chainId, new Map(), null);
    }
    try {
      const keys = [...questions.keys()];
      const answers = await deadline.within((timeoutMs) => simulator.read([...questions.values()], block, timeoutMs));
      const told = new Map(keys.map((key, i) => [key, answers[i] ?? null]));
      for (const token of tokens)
        if (questions.has(`decimals:${token}`))
          this.learn(`${chainId}:${token}`, told.get(`decimals:${token}`), told.get(`symbol:${token}`));
      coverage.ran('tokens', nowMs() - startedAt);
      return this.reads(chainId, told, wanted.nonce);
    } catch (error) {
      coverage.failed('tokens', messageOf(error), nowMs() - startedAt);
      return NO_READS;
    }
  }

  private learn(key: string, decimals: Hex | null | undefined, symbol: Hex | null | undefined): void {
    const number = uintOf(decimals);
    const [oldest] = this.known.keys();
    if (this.known.size >= MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    this.known.set(key, { decimals: number === null || number > 77n ? null : Number(number), symbol: textOf(symbol ?? null) });
  }

  private reads(chainId: number, told: ReadonlyMap<string, Hex | null>, nonce: NonceQuestion | null): TokenReads {
    const used = nonce === null ? null : uintOf(told.get('nonce'));
    return {
      tokenOf: (token) => this.known.get(`${chainId}:${token}`) ?? null,
      heldOf: (owner, token) => uintOf(told.get(`held:${owner}:${token}`)),
      allowanceBefore: (owner, token, spender) => {
        for (const kind of ['erc20', 'permit2', 'for-all']) {
          const before = uintOf(told.get(`allowance:${kind}:${owner}:${token}:${spender}`));
          if (before !== null) return before;
        }
        return null;
      },
      nonceUsed:
        nonce === null || used === null
          ? null
          : nonce.kind === 'counter'
            ? used > nonce.nonce
            : ((used >> (nonce.nonce & 0xffn)) & 1n) === 1n,
    };
  }
}

function allowanceKey({ kind, owner, token, spender }: Exposure): string {
  return `allowance:${standingKind(kind)}:${owner}:${token}:${spender}`;
}

function standingKind(kind: string): 'erc20' | 'permit2' | 'for-all' {
  return kind === 'for-all' ? 'for-all' : kind === 'permit2' ? 'permit2' : 'erc20';
}

function allowanceQuestion({ kind, owner, token, spender }: Exposure): Read {
  const standing = standingKind(kind);
  if (standing === 'permit2') return call(PERMIT2, SELECTOR.permit2Allowance, owner, token, spender);
  return call(token, standing === 'for-all' ? SELECTOR.isApprovedForAll : SELECTOR.allowance, owner, spender);
}

function nonceQuestion(question: NonceQuestion): Read {
  if (question.kind === 'counter') return call(question.contract, SELECTOR.nonces, question.owner);
  return call(PERMIT2, SELECTOR.nonceBitmap, question.owner, `0x${(question.nonce >> 8n).toString(16)}`);
}

function call(to: Address, selector: Hex, ...words: readonly Hex[]): Read {
  return { to, input: `0x${selector.slice(2)}${words.map((word) => word.slice(2).padStart(64, '0')).join('')}` };
}

/** The first word. */
function uintOf(data: Hex | null | undefined): bigint | null {
  return data === null || data === undefined || data.length < 66 ? null : BigInt(data.slice(0, 66));
}

/** A string, or (as early tokens have it) 32 bytes; what nobody could read is null. */
function textOf(data: Hex | null): string | null {
  if (data === null || data.length < 66) return null;
  const isString = data.length >= 130 && BigInt(data.slice(0, 66)) === 32n;
  const length = isString ? Number(BigInt(`0x${data.slice(66, 130)}`)) : 32;
  const start = isString ? 130 : 2;
  if (length > 64) return null;
  const digits = data.slice(start, start + length * 2).replace(/(00)+$/, '');
  const text = utf8Of(digits);
  return text === null || text === '' || /\p{C}/u.test(text) ? null : text;
}

function utf8Of(digits: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    );
  } catch {
    return null;
  }
}
