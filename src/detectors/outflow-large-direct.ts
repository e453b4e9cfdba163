import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse, victimOf } from '../core/trace/attack-parties.js';
import { takesOwnMoney } from '../core/trace/own-money.js';
import { onlyGains, traceOf } from '../core/trace/trace-facts.js';
import { usdOf } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
  /** From here on it is grave even where the past of the contract is not known. */
  readonly graveUsd: number;
}

/** The sender itself receives a fortune from a contract that it never paid. See outflow-large-direct.md. */
export default defineDetector<Params>({
  id: 'outflow-large-direct',
  version: 1,
  title: 'Large payout to a caller that gave nothing',
  maturity: 'experimental',
  attack: 'outflow',
  stage: 'exploit',
  needs: ['trace'],
  on: ['payment', 'calls'],
  params: { minUsd: 500_000, graveUsd: 5_000_000 },

  inspect(tx, ctx, params) {
    // Where events are there they say in one look whether anything came to the sender.
    if (tx.receipt !== null && !tx.decoded.transfers.some(({ to, from }) => to === tx.from && from !== tx.from)) return [];
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length === 0 || !onlyGains(trace.ownNet)) return [];
    const { gained, lost } = usdOf(trace.ownNet.net, ctx);
    if (gained - lost < params.minUsd) return [];
    // A plain transfer, or one by an allowance, is no payout of a contract.
    if (trace.flows.some(({ at, kind }) => at === 0 && kind !== 'native')) return [];
    const victim = trace.flows.find(({ to, from }) => to === tx.from && from !== tx.from)?.from ?? victimOf(trace);
    if (takesOwnMoney(trace, trace.own, ctx.history) || ctx.history.creatorOf(victim) === tx.from) return [];
    // Whether an account brought something before is known only of contracts that were watched since they exist.
    const isKnown = ctx.history.createdAt(victim) !== null;
    return [
      accuse(trace, victim, {
        severity: isKnown || gained - lost >= params.graveUsd ? 'high' : 'medium',
        summary: `${shortAddress(tx.from)} gave nothing and received about ${Math.round(gained - lost).toLocaleString('en-US')} USD from ${shortAddress(victim)}.`,
        reasons: [
          { id: 'large-payout', text: 'The sender itself only gained.', value: gained - lost },
          isKnown
            ? { id: 'never-paid', text: 'The contract was watched since it exists: this account never paid into it.' }
            : { id: 'past-unknown', text: 'Whether the account paid into it before is not known: this may be its own money.' },
        ],
        evidence: { contract: victim, usd: gained - lost },
      }),
    ];
  },
});
