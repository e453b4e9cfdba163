import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { thirdPartyPulls } from '../core/trace/third-party-pulls.js';
import type { Flow } from '../core/trace/token-flows.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  readonly minOwners: number;
  /** Where the memory knows what they held: a pull of less from everybody is a fee or an instalment. */
  readonly minShare: number;
}

/** What is known of the owners' holdings speaks against a robbery: each lost a small part only. */
function isSmall(pulls: readonly Flow[], minShare: number, { history }: DetectContext): boolean {
  return pulls.every(({ token, from, amount }) => {
    const held = history.holdingsOf(from, token);
    return held !== null && held > 0n && Number(amount) / Number(held) < minShare;
  });
}

function isRoutine({ from, to, decoded }: InspectedTransaction, { history }: DetectContext): boolean {
  return to !== null && history.lastCallerOf(to, decoded.selector ?? '') === from;
}

/** The tokens of several people who take no part go to one address. See third-party-pull.md. */
export default defineDetector<Params>({
  id: 'third-party-pull',
  version: 1,
  title: 'Tokens of several owners pulled at once',
  maturity: 'stable',
  attack: 'allowance-abuse',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minOwners: 2, minShare: 0.5 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length < params.minOwners) return [];
    const byReceiver = new Map<Address, Flow[]>();
    for (const pull of thirdPartyPulls(trace)) {
      if (!trace.cluster.has(pull.to) && !trace.isSilent(pull.to)) continue;
      byReceiver.set(pull.to, [...(byReceiver.get(pull.to) ?? []), pull]);
    }
    for (const [receiver, pulls] of byReceiver) {
      const owners = new Set(pulls.map(({ from }) => from));
      if (owners.size < params.minOwners || isSmall(pulls, params.minShare, ctx) || isRoutine(tx, ctx)) continue;
      const [first = receiver] = owners;
      return [
        accuse(trace, first, {
          severity: 'high',
          summary: `${shortAddress(tx.from)} pulled the tokens of ${owners.size} owners who took no part to ${shortAddress(receiver)}.`,
          reasons: [
            {
              id: 'owners',
              text: `${owners.size} owners lost tokens by transferFrom and received nothing.`,
              value: owners.size,
              usual: 'one: who sends the transaction',
            },
            { id: 'through-contract', text: 'The pull went through a contract that they had allowed to spend.' },
          ],
          evidence: { receiver, owners: [...owners].slice(0, 8), tokens: [...new Set(pulls.map(({ token }) => token))].slice(0, 8) },
        }),
      ];
    }
    return [];
  },
});
