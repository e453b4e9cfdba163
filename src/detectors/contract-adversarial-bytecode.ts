import type { BytecodeFacts } from '../core/chain/bytecode.js';
import { flashCallbacksOf } from '../core/detect/code-kinds.js';
import { type Creation, creationsOf } from '../core/detect/creations.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import type { Reason } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';
import { isFreshSender } from '../core/detect/standing.js';

interface Params {
  /** Tools for one purpose have few functions. */
  readonly fewFunctions: number;
  /** Below this many bytes there is no room for an attack, only for a proxy. */
  readonly leastBytes: number;
  /** Written-in addresses from which on the code is made for certain victims. */
  readonly targets: number;
  /** Signs that must come together. */
  readonly least: number;
}

/** approve(address,uint256): attackers let lenders and pools take back what they lend already while they deploy. */
const APPROVE = '63095ea7b3';

function signsOf({ facts, code, initCode }: Creation, tx: InspectedTransaction, ctx: DetectContext, params: Params): readonly Reason[] {
  const signs: Reason[] = [];
  const { selectors, addresses } = facts;
  if (flashCallbacksOf(selectors).length > 0)
    signs.push({ id: 'flash-loan-call-back', text: 'It waits to be called back by a flash loan.' });
  if (addresses.size >= params.targets)
    signs.push({ id: 'embedded-addresses', text: 'Addresses are written into the code.', value: addresses.size, usual: 'none or one' });
  if (selectors.size > 0 && selectors.size <= params.fewFunctions)
    signs.push({ id: 'few-functions', text: 'It has few functions for its size.', value: selectors.size });
  if (facts.hasSelfdestruct) signs.push({ id: 'self-destruct', text: 'It can destroy itself.' });
  if (code !== initCode && initCode.slice(0, initCode.length - code.length + 2).includes(APPROVE))
    signs.push({ id: 'approves-while-deployed', text: 'It gives approvals already while it is deployed.' });
  if (isFreshSender(tx, ctx)) signs.push({ id: 'fresh-deployer', text: 'Its deployer is an account of less than a day.' });
  return signs;
}

/** Without a purpose against others, the rest are habits of ordinary programmers. */
function isAimed(facts: BytecodeFacts, params: Params): boolean {
  return flashCallbacksOf(facts.selectors).length > 0 || addressesAreMany(facts, params);
}

function addressesAreMany({ addresses, selectors }: BytecodeFacts, params: Params): boolean {
  return addresses.size >= 2 * params.targets && selectors.size <= params.fewFunctions;
}

/** Code with the marks of a tool for an attack. See contract-adversarial-bytecode.md. */
export default defineDetector<Params>({
  id: 'contract-adversarial-bytecode',
  version: 1,
  title: 'Deployed code with the marks of an attack',
  maturity: 'stable',
  attack: 'preparation',
  stage: 'prepare',
  needs: [],
  on: ['creation'],
  params: { fewFunctions: 8, leastBytes: 600, targets: 2, least: 4 },

  inspect(tx, ctx, params) {
    return creationsOf(tx).flatMap((creation) => {
      const { address, facts } = creation;
      if (facts.bytes < params.leastBytes || !isAimed(facts, params)) return [];
      const signs = signsOf(creation, tx, ctx, params);
      if (signs.length < params.least) return [];
      return [
        {
          severity: 'medium',
          subject: { address, role: 'contract' },
          parties: [{ address: tx.from, role: 'deployer' }],
          summary: `The code of ${shortAddress(address)}, deployed by ${shortAddress(tx.from)}, has ${signs.length} marks of a tool for an attack.`,
          reasons: signs,
          evidence: {
            contract: address,
            deployer: tx.from,
            bytes: facts.bytes,
            functions: facts.selectors.size,
            flashLoanCallbacks: flashCallbacksOf(facts.selectors),
            addresses: [...facts.addresses].slice(0, 16),
            signs: signs.map(({ id }) => id),
          },
        },
      ];
    });
  },
});
