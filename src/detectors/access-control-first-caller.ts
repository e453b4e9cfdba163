import type { Address } from '../core/chain/block.js';
import { type DetectContext, type Detection, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { INTERNALS, PRIVILEGED } from '../core/trace/control-selectors.js';
import { type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

/** A call that only an owner should be able to make, by the sender's side, on a contract that was there before. */
function privilegedCall({ calls, cluster, makers }: TraceFacts): Call | undefined {
  return calls.find(
    ({ kind, failed, from, to, selector }) =>
      kind === 'CALL' &&
      !failed &&
      to !== null &&
      !makers.has(to) &&
      (INTERNALS.has(selector) || (PRIVILEGED.has(selector) && cluster.has(from))),
  );
}

interface Params {
  /** Calls of a function by its contract's maker alone, after which it is taken for the maker's own. */
  readonly minOwnCalls: number;
}

/** A function that only the contract's maker ever called, whatever its name, is called by somebody else, who gets something or changes who rules. */
function callOfMakersOwn(tx: InspectedTransaction, { history }: DetectContext, { minOwnCalls }: Params): Address | null {
  const { selector, transfers, admin, settings } = tx.decoded;
  if (tx.to === null || selector === null || tx.receipt === null || tx.receipt.status === 0) return null;
  const known = history.functionOf(tx.to, selector);
  const maker = history.creatorOf(tx.to);
  if (known === null || maker === null || maker === tx.from || known.soleSender !== maker || known.calls < minOwnCalls) return null;
  const isGain = transfers.some(({ from, to }) => to === tx.from && from !== tx.from) && !transfers.some(({ from }) => from === tx.from);
  return isGain || admin.length > 0 || settings.length > 0 ? maker : null;
}

/** Whether the caller is at home there: it made the contract, was the last to call such a function, or the contract itself names it as who ruled until now. */
function isAtHome(call: Call, tx: InspectedTransaction, { history }: DetectContext): boolean {
  const { to, selector } = call;
  if (to === null) return false;
  const isFormerRuler = tx.decoded.admin.some(({ contract, previous }) => contract === to && previous === call.from);
  return isFormerRuler || history.creatorOf(to) === tx.from || history.lastCallerOf(to, selector) === tx.from;
}

function byPast(tx: InspectedTransaction, victim: Address, owner: Address): Detection {
  return {
    severity: 'high',
    subject: { address: victim, role: 'victim' },
    parties: [
      { address: tx.from, role: 'attacker' },
      { address: owner, role: 'owner' },
    ],
    summary: `${shortAddress(tx.from)} called ${tx.decoded.selector ?? ''} of ${shortAddress(victim)}, which only its maker ${shortAddress(owner)} ever called, and it worked.`,
    reasons: [
      { id: 'makers-own-function', text: 'Nobody but the maker of the contract ever called this function.' },
      { id: 'stranger', text: 'The caller gained by it, or changed who rules.' },
    ],
    evidence: { contract: victim, selector: tx.decoded.selector, caller: tx.from, lastCaller: owner },
  };
}

/** A function of owners is called by somebody who never was one, and it works. See access-control-first-caller.md. */
export default defineDetector<Params>({
  id: 'access-control-first-caller',
  version: 2,
  title: 'Privileged function called by a stranger',
  maturity: 'stable',
  attack: 'access-control',
  stage: 'exploit',
  needs: ['trace'],
  on: ['call', 'calls'],
  params: { minOwnCalls: 2 },

  inspect(tx, ctx, params) {
    const owner = callOfMakersOwn(tx, ctx, params);
    if (owner !== null && tx.to !== null) return [byPast(tx, tx.to, owner)];
    // A call without calls inside is told by its own function.
    const { selector } = tx.decoded;
    if (tx.frames?.length === 1 && (selector === null || !(PRIVILEGED.has(selector) || INTERNALS.has(selector)))) return [];
    const trace = traceOf(tx);
    const call = trace === null ? undefined : privilegedCall(trace);
    if (trace === null || call === undefined || call.to === null || isAtHome(call, tx, ctx)) return [];
    const victim = call.to;
    const before = ctx.history.lastCallerOf(victim, call.selector);
    return [
      accuse(trace, victim, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} called ${call.selector} of ${shortAddress(victim)}, a function of owners, and it worked${before === null ? '' : `; before, ${shortAddress(before)} called it`}.`,
        reasons: [
          INTERNALS.has(call.selector)
            ? { id: 'internal-function', text: 'The function is an internal one of its library; here anybody can call it.' }
            : { id: 'privileged-function', text: 'By its name the function is for owners and administrators.' },
          {
            id: 'stranger',
            text:
              before === null
                ? 'The caller is not known to have made this contract or to have used the function.'
                : 'Somebody else used the function before.',
          },
        ],
        evidence: { contract: victim, selector: call.selector, caller: call.from, lastCaller: before },
      }),
    ];
  },
});
