import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { INTERNALS, PRIVILEGED } from '../core/trace/selectors.js';
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

/** Whether the memory says that the caller is at home there: it made the contract, or was the last to call such a function. */
function isAtHome(call: Call, tx: InspectedTransaction, { history }: DetectContext): boolean {
  const { to, selector } = call;
  if (to === null) return false;
  return history.creatorOf(to) === tx.from || history.lastCallerOf(to, selector) === tx.from;
}

/** A function of owners is called by somebody who never was one, and it works. See access-control-first-caller.md. */
export default defineDetector({
  id: 'access-control-first-caller',
  version: 1,
  title: 'Privileged function called by a stranger',
  maturity: 'stable',
  attack: 'access-control',
  stage: 'exploit',
  needs: ['trace'],
  on: ['call', 'calls'],
  params: {},

  inspect(tx, ctx) {
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
