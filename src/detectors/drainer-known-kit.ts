import type { Address } from '../core/chain/block.js';
import { BAIT_NAMES } from '../core/detect/bait-names.js';
import { defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';
import { isPublicPlace } from '../core/detect/taint.js';

interface Params {
  /** The kit maker's cut: the smaller of two parts, of both. */
  readonly minCut: number;
  readonly maxCut: number;
}

interface Split {
  readonly victim: Address;
  readonly token: Address;
  readonly maker: Address;
  readonly affiliate: Address;
  readonly cut: number;
}

/** What somebody lost of one token goes to exactly two receivers, a smaller part to one. */
function splits(tx: InspectedTransaction, isPayer: (from: Address) => boolean, { minCut, maxCut }: Params): readonly Split[] {
  const byPayer = new Map<string, { readonly from: Address; readonly token: Address; readonly parts: Map<Address, bigint> }>();
  for (const { standard, token, from, to, amount } of tx.decoded.transfers) {
    if ((standard !== 'erc20' && standard !== 'native') || amount === 0n || !isPayer(from)) continue;
    const known = byPayer.get(from + token) ?? { from, token, parts: new Map<Address, bigint>() };
    known.parts.set(to, (known.parts.get(to) ?? 0n) + amount);
    byPayer.set(from + token, known);
  }
  return [...byPayer.values()].flatMap(({ from, token, parts }): Split[] => {
    const [one, other, ...more] = [...parts].sort(([, a], [, b]) => (a < b ? -1 : 1));
    if (one === undefined || other === undefined || more.length > 0) return [];
    const cut = Number(one[1]) / Number(one[1] + other[1]);
    return cut >= minCut && cut <= maxCut ? [{ victim: from, token, maker: one[0], affiliate: other[0], cut }] : [];
  });
}

/** Coins by a bait name, split at once; or tokens of others, who get nothing, split in the same way. */
function kitSplit(tx: InspectedTransaction, params: Params): Split | undefined {
  const { selector, transfers } = tx.decoded;
  if (tx.to === null || tx.receipt?.status === 0 || transfers.length < 2) return undefined;
  if (tx.valueWei > 0n && selector !== null && BAIT_NAMES.has(selector)) {
    const [split] = splits(tx, (from) => from === tx.to, params);
    if (split !== undefined) return { ...split, victim: tx.from };
  }
  const receivers = new Set(transfers.map(({ to }) => to));
  const taken = splits(tx, (from) => from !== tx.from && from !== tx.to && !receivers.has(from), params);
  // Two victims with the same pair of receivers: one alone is how a market pays a seller and its fee.
  return taken.find((one) =>
    taken.some((other) => other.victim !== one.victim && other.maker === one.maker && other.affiliate === one.affiliate),
  );
}

/** Loot is split as drainer kits split it: a fifth or so for the maker. See drainer-known-kit.md. */
export default defineDetector<Params>({
  id: 'drainer-known-kit',
  version: 1,
  title: 'Drainer kit at work',
  maturity: 'stable',
  attack: 'drainer',
  stage: 'user',
  needs: [],
  on: ['payment'],
  params: { minCut: 0.08, maxCut: 0.35 },

  inspect(tx, ctx, params) {
    const split = kitSplit(tx, params);
    if (split === undefined || tx.to === null) return [];
    if ([tx.to, split.maker, split.affiliate].some((address) => isPublicPlace(ctx.labelsOf(address)))) return [];
    const name = BAIT_NAMES.get(tx.decoded.selector ?? '0x');
    return [
      {
        severity: 'high',
        subject: { address: split.victim, role: 'victim' },
        parties: [
          { address: tx.to, role: 'drainer-contract' },
          { address: split.affiliate, role: 'attacker' },
          { address: split.maker, role: 'kit-maker' },
        ],
        summary: `What ${shortAddress(split.victim)} lost through ${shortAddress(tx.to)} was split at once: ${formatPercent(split.cut)} to ${shortAddress(split.maker)}, the rest to ${shortAddress(split.affiliate)}, as drainer kits do.`,
        reasons: [
          {
            id: 'split',
            text: `One part of ${formatPercent(split.cut)} and the rest, to two receivers.`,
            value: split.cut,
            usual: '0.2 of drainer kits',
          },
          name === undefined
            ? { id: 'taken', text: 'The tokens of several people who take no part were split in the same way.' }
            : { id: 'bait-name', text: `The function is named ${name}: a promise.` },
        ],
        evidence: {
          contract: tx.to,
          token: split.token,
          maker: split.maker,
          affiliate: split.affiliate,
          cut: split.cut,
          selector: tx.decoded.selector,
        },
      },
    ];
  },
});
