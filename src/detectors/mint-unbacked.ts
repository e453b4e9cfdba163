import { NOBODY } from '../core/chain/nobody.js';
import { addressAtWord, CALL_WORDS, wordCount } from '../core/chain/words.js';
import { type DetectContext, type Detection, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { MINT } from '../core/trace/token-flows.js';
import { onlyGains, type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

/** The sender's contract mints a token of others for itself. */
function ownMint(trace: TraceFacts): Call | undefined {
  return trace.calls.find(
    ({ kind, failed, selector, from, to, input, parent }) =>
      kind === 'CALL' &&
      !failed &&
      selector === MINT &&
      parent >= 0 &&
      to !== null &&
      wordCount(input, CALL_WORDS) >= 2 &&
      trace.cluster.has(from) &&
      !trace.makers.has(to) &&
      (trace.makers.has(from) || trace.cluster.has(addressAtWord(input, 0, CALL_WORDS))),
  );
}

/** Minted and turned into something else, with nothing given. */
function isSold(trace: TraceFacts, { to: token, index }: Call): boolean {
  return (
    onlyGains(trace.clusterNet) &&
    trace.clusterNet.gained.some((gained) => gained !== token) &&
    trace.flows.some((flow) => flow.token === token && flow.at > index && trace.cluster.has(flow.from) && !trace.cluster.has(flow.to))
  );
}

interface Params {
  /** Of the supply before, by events: percent. */
  readonly minPercent: bigint;
}

/** By events: the supply grows by half or more at a stranger's word, and the stranger's side paid nothing for it. */
function mintedByStranger(tx: InspectedTransaction, { history }: DetectContext, { minPercent }: Params): readonly Detection[] {
  if (tx.receipt === null || tx.receipt.status === 0) return [];
  const { transfers } = tx.decoded;
  for (const { standard, token, from, to, amount } of transfers) {
    if (standard !== 'erc20' || from !== NOBODY || (to !== tx.from && to !== tx.to)) continue;
    const maker = history.creatorOf(token);
    const supply = history.supplyOf(token);
    if (maker === null || maker === tx.from || supply === null || supply === 0n || amount * 100n < supply * minPercent) continue;
    const isPaid = transfers.some(
      (one) => one.amount > 0n && one.token !== token && (one.from === tx.from || (one.from === tx.to && one.to !== tx.from)),
    );
    if (isPaid || tx.valueWei > 0n || history.creatorOf(to) === maker) continue;
    const times = Number(amount) / Number(supply);
    return [
      {
        severity: 'high',
        subject: { address: token, role: 'token' },
        parties: [
          { address: tx.from, role: 'attacker' },
          { address: to, role: 'receiver' },
        ],
        summary: `${shortAddress(tx.from)}, who did not make ${shortAddress(token)}, minted ${times.toFixed(1)} times its supply, and paid nothing.`,
        reasons: [
          {
            id: 'supply-jump',
            text: `${times.toFixed(1)} times what there was, at a stranger's word.`,
            value: times,
            usual: 'some percent',
          },
          { id: 'not-paid', text: 'Nothing came in for it: no token, no coin.' },
        ],
        evidence: { token, minter: tx.from, amount: amount.toString(), supply: supply.toString() },
      },
    ];
  }
  return [];
}

/** The sender's own contract mints somebody else's token and nothing is paid for it. See mint-unbacked.md. */
export default defineDetector<Params>({
  id: 'mint-unbacked',
  version: 1,
  title: 'Tokens minted for nothing',
  maturity: 'stable',
  attack: 'unbacked-mint',
  stage: 'exploit',
  needs: [],
  on: ['calls', 'tokens'],
  params: { minPercent: 50n },

  inspect(tx, ctx, params) {
    const byEvents = mintedByStranger(tx, ctx, params);
    if (byEvents.length > 0) return byEvents;
    const trace = traceOf(tx);
    if (trace === null || trace.calls.length < 3) return [];
    const mint = ownMint(trace);
    if (mint === undefined || mint.to === null) return [];
    // The contract that the sender calls may be a minter by right; one that was made in this transaction, or a helper, is not.
    const isMinterUnlikely = mint.from !== trace.entry;
    if (!isMinterUnlikely && !isSold(trace, mint)) return [];
    return [
      accuse(trace, mint.to, {
        severity: 'high',
        summary: `A contract of ${shortAddress(tx.from)} minted ${shortAddress(mint.to)} for itself${isSold(trace, mint) ? ' and sold it' : ''}, and paid nothing.`,
        reasons: [
          { id: 'own-mint', text: `${shortAddress(mint.from)} itself called the token's mint function.` },
          isMinterUnlikely
            ? { id: 'minter-is-new', text: 'The minter is a helper contract of this transaction.' }
            : { id: 'sold', text: 'What was minted left again, and the sender only gained other tokens.' },
        ],
        evidence: {
          token: mint.to,
          minter: mint.from,
          amount: BigInt(`0x${mint.input.slice(CALL_WORDS + 64, CALL_WORDS + 128)}`).toString(),
        },
      }),
    ];
  },
});
