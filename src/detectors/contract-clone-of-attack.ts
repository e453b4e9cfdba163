import type { Hex } from '../core/chain/block.js';
import { similarity } from '../core/chain/bytecode.js';
import { ATTACK_SKETCHES } from '../core/detect/attack-sketches.js';
import { creationsOf } from '../core/detect/creations.js';
import { type DetectContext, defineDetector } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';

interface Params {
  /** Estimated share of equal runs of operations, 0–1. */
  readonly least: number;
  readonly leastBytes: number;
}

interface Model {
  readonly name: string;
  readonly reference: Hex;
  readonly share: number;
}

/** The attack whose code is most alike: of those that were seen on this chain, and of known ones. */
function modelOf(sketch: readonly number[], ctx: DetectContext, least: number): Model | null {
  const seen = ctx.history.resemblanceOf(sketch, least);
  let best: Model | null =
    seen === null
      ? null
      : { name: `the contract ${shortAddress(seen.contract)}, which attacked on this chain`, reference: seen.contract, share: seen.share };
  for (const { incident, transaction, sketch: known } of ATTACK_SKETCHES) {
    const share = similarity(sketch, known);
    if (share >= least && share > (best?.share ?? 0))
      best = { name: `a contract of the ${incident} attack`, reference: transaction, share };
  }
  return best;
}

/** Deployed code that is nearly that of a known attack. See contract-clone-of-attack.md. */
export default defineDetector<Params>({
  id: 'contract-clone-of-attack',
  version: 1,
  title: 'Deployed code like that of an attack',
  maturity: 'stable',
  attack: 'preparation',
  stage: 'prepare',
  needs: [],
  on: ['creation'],
  params: { least: 0.85, leastBytes: 400 },

  inspect(tx, ctx, params) {
    return creationsOf(tx).flatMap(({ address, facts }) => {
      if (facts.bytes < params.leastBytes) return [];
      const model = modelOf(facts.sketch, ctx, params.least);
      if (model === null) return [];
      return [
        {
          severity: 'high',
          subject: { address, role: 'contract' },
          parties: [{ address: tx.from, role: 'deployer' }],
          summary: `The code of ${shortAddress(address)}, deployed by ${shortAddress(tx.from)}, is ${formatPercent(model.share)} that of ${model.name}.`,
          reasons: [
            {
              id: 'like-an-attack',
              text: 'Its sequences of operations are those of code that attacked before.',
              value: model.share,
              usual: 'below 0.4',
            },
          ],
          evidence: { contract: address, deployer: tx.from, likeness: model.share, reference: model.reference },
        },
      ];
    });
  },
});
