import { type DetectContext, type Detection, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { BALANCE_OF } from '../core/trace/price-moves.js';
import { TRANSFER, TRANSFER_FROM } from '../core/trace/token-flows.js';
import { traceOf } from '../core/trace/trace-facts.js';
import { usdOf } from '../core/trace/value.js';

interface Params {
  /** In one transaction. */
  readonly minCalls: number;
  /** Transactions of one block, this one included. */
  readonly minInBlock: number;
}

const PLAIN: ReadonlySet<string> = new Set([TRANSFER, TRANSFER_FROM, BALANCE_OF, '0x095ea7b3']);

/** By the memory: the same account calls the same function again and again within a block, and only gains each time. */
function repeatedInBlock(tx: InspectedTransaction, { history, blockNumber }: DetectContext, { minInBlock }: Params): readonly Detection[] {
  const { selector, transfers } = tx.decoded;
  if (tx.to === null || selector === null || tx.receipt === null || tx.receipt.status === 0) return [];
  const known = history.functionOf(tx.to, selector);
  if (known === null || known.lastBlock !== blockNumber || known.lastSender !== tx.from) return [];
  const times = known.callsInLastBlock + 1;
  // Told at the line and at its multiples: not with each call.
  if (times < minInBlock || times % minInBlock !== 0) return [];
  const isGain =
    transfers.some(({ from, to, amount }) => to === tx.from && from !== tx.from && amount > 0n) &&
    !transfers.some(({ from }) => from === tx.from);
  if (!isGain) return [];
  return [
    {
      severity: 'medium',
      subject: { address: tx.to, role: 'victim' },
      parties: [{ address: tx.from, role: 'attacker' }],
      summary: `${shortAddress(tx.from)} called ${selector} of ${shortAddress(tx.to)} ${times} times in one block and only gained.`,
      reasons: [
        {
          id: 'repeated-in-block',
          text: `The same value-moving function was called in ${times} transactions of one block.`,
          value: times,
          usual: 'once',
        },
      ],
      evidence: { selector, calls: times, inBlock: true },
    },
  ];
}

/** The same value-moving function is called over and over within one transaction or block, without loss. See same-origin-repeat.md. */
export default defineDetector<Params>({
  id: 'same-origin-repeat',
  version: 1,
  title: 'Same value-moving call repeated',
  maturity: 'stable',
  attack: 'repetition',
  stage: 'exploit',
  needs: [],
  on: ['calls', 'payment'],
  params: { minCalls: 10, minInBlock: 5 },

  inspect(tx, ctx, params) {
    const inBlock = repeatedInBlock(tx, ctx, params);
    if (inBlock.length > 0) return inBlock;
    if ((tx.frames?.length ?? 0) <= params.minCalls) return [];
    const trace = traceOf(tx);
    if (trace === null || trace.calls.length <= params.minCalls || trace.outgoing.length < params.minCalls) return [];
    const counts = new Map<string, number>();
    let [most, victim, selector] = [0, trace.sender, ''];
    for (const call of trace.outgoing) {
      if (call.failed || call.to === null || call.input === '0x' || PLAIN.has(call.selector) || !trace.moves(call)) continue;
      const count = (counts.get(call.to + call.selector) ?? 0) + 1;
      counts.set(call.to + call.selector, count);
      if (count > most) [most, victim, selector] = [count, call.to, call.selector];
    }
    if (most < params.minCalls || trace.takersNet.gained.length === 0) return [];
    for (const { net } of [trace.clusterNet, trace.takersNet]) {
      const { gained, lost } = usdOf(net, ctx);
      if (gained < lost) return [];
    }
    return [
      accuse(trace, victim, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} called ${selector} of ${shortAddress(victim)} ${most} times in one transaction; value moved each time, and it lost nothing by it.`,
        reasons: [{ id: 'repeated', text: `The same value-moving call was made ${most} times.`, value: most, usual: 'below 10' }],
        evidence: { selector, calls: most },
      }),
    ];
  },
});
