import type { EnvironmentQuestion } from '../core/chain/bytecode.js';
import { creationsOf } from '../core/detect/creations.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** What simulations get wrong and honest code has no reason to branch on. */
  readonly suspicious: readonly EnvironmentQuestion[];
}

const WORDS: Readonly<Record<EnvironmentQuestion, string>> = {
  coinbase: 'who produces the block',
  'gas-limit': 'the block’s gas limit',
  difficulty: 'the block’s difficulty or randomness',
  'base-fee': 'the base fee',
  'gas-price': 'the gas price',
  'origin-balance': 'the sender’s balance',
  'block-hash': 'block hashes',
};

/** Code that looks whether it is being simulated before it does anything. See contract-red-pill.md. */
export default defineDetector<Params>({
  id: 'contract-red-pill',
  version: 1,
  title: 'Code that behaves differently while simulated',
  maturity: 'stable',
  attack: 'preparation',
  stage: 'prepare',
  needs: [],
  on: ['creation'],
  params: { suspicious: ['coinbase', 'gas-limit', 'origin-balance'] },

  inspect(tx, _ctx, params) {
    return creationsOf(tx).flatMap(({ address, facts }) => {
      const asked = params.suspicious.filter((question) => facts.branchesOn.has(question));
      if (asked.length === 0 || facts.calls === 0) return [];
      return [
        {
          severity: 'medium',
          subject: { address, role: 'contract' },
          parties: [{ address: tx.from, role: 'deployer' }],
          summary: `The code of ${shortAddress(address)} branches on ${asked.map((question) => WORDS[question]).join(' and ')}.`,
          reasons: asked.map((question) => ({
            id: `branches-on-${question}`,
            text: `It does one thing or another by ${WORDS[question]}, which a simulation often has wrong.`,
          })),
          evidence: { contract: address, deployer: tx.from, branchesOn: asked, calls: facts.calls },
        },
      ];
    });
  },
});
