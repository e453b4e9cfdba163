import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { thirdPartyPulls } from '../core/trace/third-party-pulls.js';
import { onlyGains, traceOf } from '../core/trace/trace-facts.js';
import { gainInWords, largeGain } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
  readonly minFlows: number;
}

/** Somebody's tokens are pulled through a contract and turned into the sender's gain. See third-party-pull-sold.md. */
export default defineDetector<Params>({
  id: 'third-party-pull-sold',
  version: 1,
  title: 'Tokens pulled from an owner and sold',
  maturity: 'stable',
  attack: 'allowance-abuse',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minUsd: 10_000, minFlows: 3 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length < params.minFlows) return [];
    const pull = thirdPartyPulls(trace).find(({ to }) => trace.cluster.has(to) || trace.flows.some(({ from }) => from === to));
    if (pull === undefined || !onlyGains(trace.clusterNet)) return [];
    const gain = largeGain(trace.clusterNet, trace, ctx, params.minUsd);
    if (gain === null) return [];
    return [
      accuse(trace, pull.from, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} pulled tokens of ${shortAddress(pull.from)}, who took no part and received nothing, and ended with ${gainInWords(gain)}.`,
        reasons: [
          { id: 'third-party', text: 'The owner runs no code here, did not send the transaction and receives nothing.' },
          { id: 'gain', text: `The sender's side gave nothing and gained ${gainInWords(gain)}.` },
        ],
        evidence: { owner: pull.from, token: pull.token, amount: pull.amount.toString(), usd: gain.usd, share: gain.share },
      }),
    ];
  },
});
