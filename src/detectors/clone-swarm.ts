import type { Address } from '../core/chain/block.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { TRANSFER, TRANSFER_FROM } from '../core/trace/token-flows.js';
import { hasGained, type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

interface Params {
  readonly minClones: number;
  readonly minCalls: number;
}

const APPROVALS: ReadonlySet<string> = new Set(['0x095ea7b3', '0xa22cb465']);

interface Repeated {
  readonly most: number;
  readonly victim: Address;
  readonly selector: string;
  /** The call makes its callee act on others, and does not only leave a note there. */
  readonly reachesOthers: boolean;
}

/** The call that the sender's side makes most often to one outside contract, such as reach further before such as do not. */
function mostRepeated({ calls, cluster, sender }: TraceFacts, minCalls: number): Repeated {
  const counts = new Map<string, number>();
  let found: Repeated = { most: 0, victim: sender, selector: '', reachesOthers: false };
  for (const { kind, from, to, input, selector, index, end } of calls) {
    if (kind !== 'CALL' || to === null || !cluster.has(from) || cluster.has(to) || input === '0x') continue;
    if (selector === TRANSFER || selector === TRANSFER_FROM || APPROVALS.has(selector)) continue;
    const most = (counts.get(to + selector) ?? 0) + 1;
    counts.set(to + selector, most);
    const isReach = (inner: Call) => inner.kind === 'CALL' && inner.to !== null && inner.to !== to && !cluster.has(inner.to);
    const reachesOthers = calls.slice(index + 1, end).some(isReach);
    if (found.reachesOthers === reachesOthers ? most > found.most : reachesOthers && most >= minCalls)
      found = { most, victim: to, selector, reachesOthers };
  }
  return found;
}

/** Several contracts are made in one transaction to make the same foreign call, as if they were many people. See clone-swarm.md. */
export default defineDetector<Params>({
  id: 'clone-swarm',
  version: 1,
  title: 'Swarm of clones',
  maturity: 'experimental',
  attack: 'limit-evasion',
  stage: 'exploit',
  needs: ['trace'],
  on: ['creation'],
  params: { minClones: 3, minCalls: 3 },

  inspect(tx, _ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.makers.size < params.minClones) return [];
    const clones = [...trace.makers.keys()].filter((made) => trace.cluster.has(made));
    if (clones.length < params.minClones) return [];
    const { most, victim, selector, reachesOthers } = mostRepeated(trace, params.minCalls);
    if (most < params.minCalls) return [];
    return [
      accuse(trace, victim, {
        severity: hasGained(trace) || reachesOthers ? 'high' : 'medium',
        summary: `${shortAddress(tx.from)} made ${clones.length} contracts in one transaction, and ${most} times the same call to ${shortAddress(victim)}.`,
        reasons: [
          { id: 'clones', text: `${clones.length} contracts were made.`, value: clones.length, usual: 'at most one or two' },
          { id: 'same-call', text: `${selector} of ${shortAddress(victim)} was called ${most} times.`, value: most },
        ],
        evidence: { clones: clones.length, calls: most, selector },
      }),
    ];
  },
});
