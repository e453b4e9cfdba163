import { flashCallbacksOf, isTokenCode } from '../core/detect/code-kinds.js';
import { creationsOf } from '../core/detect/creations.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { foreignContracts } from '../core/detect/known-contracts.js';
import { isFreshSender } from '../core/detect/standing.js';

interface Params {
  /** An account is fresh for so long after its first coins, in seconds. */
  readonly freshForS: number;
  /** From so many contracts of others on, the contract is made to deal with them. */
  readonly manyTargets: number;
}

/** A new account, funded by somebody else, deploys code that holds addresses of other people's contracts. See contract-deployed-by-fresh-address.md. */
export default defineDetector<Params>({
  id: 'contract-deployed-by-fresh-address',
  version: 1,
  title: 'A fresh account deployed a contract aimed at others',
  maturity: 'stable',
  attack: 'preparation',
  stage: 'prepare',
  needs: [],
  on: ['creation'],
  params: { freshForS: 86_400, manyTargets: 2 },

  inspect(tx, ctx, params) {
    const creations = creationsOf(tx);
    if (creations.length === 0 || !isFreshSender(tx, ctx, params.freshForS)) return [];
    const funding = ctx.history.fundingOf(tx.from);
    if (funding !== null && ctx.timestamp - funding.at > params.freshForS) return [];
    return creations.flatMap(({ address, facts }) => {
      if (isTokenCode(facts.selectors)) return []; // Tokens hold the router they are sold at.
      const targets = foreignContracts(facts.addresses, tx, ctx).filter((target) => target !== funding?.from);
      if (targets.length === 0) return [];
      const callbacks = flashCallbacksOf(facts.selectors);
      const isAimed = targets.length >= params.manyTargets || callbacks.length > 0;
      return [
        {
          severity: isAimed ? 'medium' : 'low',
          subject: { address, role: 'contract' },
          parties: [
            { address: tx.from, role: 'deployer' },
            ...(funding === null ? [] : [{ address: funding.from, role: 'funder' }]),
            ...targets.slice(0, 8).map((target) => ({ address: target, role: 'target' })),
          ],
          summary: `${shortAddress(tx.from)}, an account of less than a day, deployed a contract that knows ${targets.length} contract${targets.length === 1 ? '' : 's'} of others, ${shortAddress(targets[0] ?? address)} first.`,
          reasons: [
            { id: 'fresh-deployer', text: 'The account is new and somebody else paid for it.' },
            { id: 'embedded-targets', text: 'Addresses of other people’s contracts are written into the code.', value: targets.length },
            ...(callbacks.length > 0 ? [{ id: 'flash-loan-call-back', text: 'It waits to be called back by a flash loan.' }] : []),
          ],
          evidence: {
            contract: address,
            deployer: tx.from,
            funder: funding?.from ?? null,
            targets: targets.slice(0, 16),
            flashLoanCallbacks: callbacks,
          },
        },
      ];
    });
  },
});
