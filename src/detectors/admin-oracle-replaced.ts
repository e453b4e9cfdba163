import type { Address, Hex } from '../core/chain/block.js';
import { NOBODY } from '../core/chain/nobody.js';
import { addressAtWord, CALL_WORDS, wordCount } from '../core/chain/words.js';
import { createdIn } from '../core/detect/cluster.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import type { Reason, Severity } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';
import { isFlagged, makerOf, standingOfContract } from '../core/detect/standing.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** Functions that set a price source, and which word of the call names it. */
  readonly setters: Readonly<Record<Hex, number>>;
}

interface Replacement {
  readonly contract: Address;
  readonly source: Address;
  readonly before: Address | null;
  readonly about: Address | null;
}

/** By the contract's own event; where it emits none that is known, by the call that set it. */
function replacementsIn(tx: InspectedTransaction, params: Params): readonly Replacement[] {
  const found = tx.decoded.settings.flatMap(({ kind, contract, target, before, about }): Replacement[] =>
    kind === 'oracle' && target !== null ? [{ contract, source: target, before, about }] : [],
  );
  const { selector: called } = tx.decoded;
  const top =
    tx.to === null || called === null
      ? []
      : [
          {
            kind: 'CALL',
            failed: tx.receipt?.status === 0 || tx.frames?.[0]?.failed === true,
            to: tx.to,
            input: tx.input,
            selector: called,
          },
        ];
  for (const { kind, failed, to, input, selector } of tx.frames === null || tx.frames.length === 1 ? top : (traceOf(tx)?.calls ?? [])) {
    if (kind !== 'CALL' || failed || to === null || input.length < CALL_WORDS + 64) continue;
    const at = params.setters[selector];
    if (at === undefined || wordCount(input, CALL_WORDS) <= at) continue;
    const source = addressAtWord(input, at, CALL_WORDS);
    if (!found.some(({ source: known }) => known === source)) found.push({ contract: to, source, before: null, about: null });
  }
  return found;
}

function judge(
  source: Address,
  contract: Address,
  tx: InspectedTransaction,
  ctx: DetectContext,
): { readonly severity: Severity; readonly reason: Reason } {
  if (isFlagged(source, ctx))
    return { severity: 'high', reason: { id: 'flagged-source', text: 'A label calls the new source dangerous.' } };
  if (ctx.codeOf(source) === 'none')
    return { severity: 'high', reason: { id: 'source-is-account', text: 'The new source is an account without code.' } };
  switch (standingOfContract(source, tx, ctx)) {
    case 'new':
      // Its own people deploy a new source as well: then a mistake is likelier than a theft.
      return makerOf(source, contract, tx, ctx) === 'own'
        ? {
            severity: 'low',
            reason: { id: 'own-new-source', text: 'The new source is less than a day old, and of those who made the contract.' },
          }
        : { severity: 'high', reason: { id: 'new-source', text: 'The new source is a contract of less than a day.' } };
    case 'established':
      return { severity: 'low', reason: { id: 'known-source', text: 'The new source has been there for more than a day.' } };
    case 'unknown':
      return { severity: 'medium', reason: { id: 'source-unknown', text: 'How long the new source has been there is not known.' } };
  }
}

/** A contract takes its prices from somewhere else. See admin-oracle-replaced.md. */
export default defineDetector<Params>({
  id: 'admin-oracle-replaced',
  version: 1,
  title: 'A price source was replaced',
  maturity: 'stable',
  attack: 'admin',
  stage: 'govern',
  needs: [],
  on: ['admin', 'call', 'calls'],
  params: {
    setters: {
      // setOracle, setPriceOracle, _setPriceOracle, setPriceFeed, setAggregator, setSource, setPriceSource, updateOracle, changeOracle, setFallbackOracle: (address)
      '0x7adbf973': 0,
      '0x530e784f': 0,
      '0x55ee1fe1': 0,
      '0x724e78da': 0,
      '0xf9120af6': 0,
      '0xa8026912': 0,
      '0xbda53107': 0,
      '0x1cb44dfc': 0,
      '0x47c421b5': 0,
      '0x170aee73': 0,
      // setOracle, setPriceFeed, setFeed, setPriceSource: (address asset, address source)
      '0x5c38eb3a': 1,
      '0x76e11286': 1,
      '0x40b1eb10': 1,
      '0xa686fd94': 1,
    },
  },

  inspect(tx, ctx, params) {
    if (tx.decoded.settings.length === 0 && tx.input.length < CALL_WORDS + 64) return [];
    const created = createdIn(tx);
    return replacementsIn(tx, params).flatMap(({ contract, source, before, about }) => {
      if (source === NOBODY || before === NOBODY || source === before || created.has(contract)) return [];
      if (ctx.labelsOf(source).some(({ category }) => category === 'oracle')) return [];
      const { severity, reason } = judge(source, contract, tx, ctx);
      return [
        {
          severity,
          subject: { address: contract, role: 'contract' },
          parties: [
            { address: source, role: 'price-source' },
            { address: tx.from, role: 'sender' },
          ],
          summary: `${shortAddress(contract)} now takes prices from ${shortAddress(source)}.`,
          reasons: [reason],
          evidence: { contract, source, sourceBefore: before, asset: about },
        },
      ];
    });
  },
});
