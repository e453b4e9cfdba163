import type { Hex } from '../core/chain/block.js';
import { defineDetector, type LabelCategory } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Reentry } from '../core/trace/reentries.js';
import { LIQUIDATIONS } from '../core/trace/selectors.js';
import { MINT, TOKEN_CALLS, TRANSFER, TRANSFER_FROM } from '../core/trace/token-flows.js';
import { type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** An entry with such a label is the public's, and not the sender's. */
  readonly publicEntries: readonly LabelCategory[];
}

/** Functions that protocols expect to be called while they are active: token moves, deposits, liquidations. */
const HARMLESS_INSIDE: ReadonlySet<Hex> = new Set([...TOKEN_CALLS, MINT, ...LIQUIDATIONS]);
/** A token's own transfer may hand over control, and be attacked by it. */
const HARMLESS_OUTSIDE: ReadonlySet<Hex> = new Set([...TOKEN_CALLS, MINT].filter((one) => one !== TRANSFER && one !== TRANSFER_FROM));

function isHarmful({ inner, outer, isRead }: Reentry, trace: TraceFacts): boolean {
  return !isRead && !inner.failed && !HARMLESS_INSIDE.has(inner.selector) && !HARMLESS_OUTSIDE.has(outer.selector) && trace.moves(inner);
}

/** A contract is entered again before its first call ended, and value moves in the inner call. See reentrancy-state-changing.md. */
export default defineDetector<Params>({
  id: 'reentrancy-state-changing',
  version: 2,
  title: 'State-changing re-entrancy',
  maturity: 'stable',
  attack: 'reentrancy',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { publicEntries: ['defi', 'exchange', 'bridge'] },

  inspect(tx, ctx, params) {
    if ((tx.frames?.length ?? 0) < 4) return [];
    const trace = traceOf(tx);
    const found = trace?.reentries.find((reentry) => isHarmful(reentry, trace));
    if (trace === null || found === undefined) return [];
    const { contract, through, outer, inner } = found;
    if (through === trace.entry && ctx.labelsOf(through).some(({ category }) => params.publicEntries.includes(category))) return [];
    return [
      accuse(trace, contract, {
        severity: 'critical',
        summary: `${shortAddress(through)} called ${shortAddress(contract)} again before its first call had ended, and value moved in the inner call.`,
        reasons: [
          { id: 'reentered', text: `The contract handed over control and was called again at depth ${inner.depth}.`, value: inner.depth },
          { id: 'value-in-inner-call', text: 'Value left inside the inner call, where the books of the outer one were not yet written.' },
        ],
        evidence: { contract, by: through, outerFrame: outer.index, innerFrame: inner.index, innerSelector: inner.selector },
      }),
    ];
  },
});
