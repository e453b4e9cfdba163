import { readBytecode } from '../core/chain/bytecode.js';
import { type Creation, creationsOf } from '../core/detect/creations.js';
import { type DetectContext, defineDetector } from '../core/detect/detector.js';
import type { Reason, Severity } from '../core/detect/finding.js';
import { shortAddress } from '../core/detect/format.js';

function judge(creation: Creation, ctx: DetectContext): { readonly severity: Severity; readonly reason: Reason } | null {
  const { address, initCode, isCreate2 } = creation;
  const times = ctx.history.creationsOf(address);
  if (times > 0 || ctx.history.destroyedAt(address) !== null)
    return {
      severity: 'high',
      reason: {
        id: 'created-again',
        text: 'There was a contract at this address before: what was read, approved or voted for may be another code now.',
        value: times + 1,
      },
    };
  // Longer creation code holds its own contract; what copies another's is a few dozen bytes.
  if (isCreate2 && initCode.length < MAX_COPIER_DIGITS && readBytecode(initCode).returnsCopiedCode)
    return {
      severity: 'medium',
      reason: {
        id: 'copies-code',
        text: 'Its creation asks somebody else for the code: the same address can come again with another one.',
      },
    };
  return null;
}
const MAX_COPIER_DIGITS = 400;

/** Code at an address changes by being destroyed and made again, or is made so that it can. See contract-metamorphic.md. */
export default defineDetector({
  id: 'contract-metamorphic',
  version: 1,
  title: 'A contract whose code can be replaced by another',
  maturity: 'stable',
  attack: 'preparation',
  stage: 'prepare',
  needs: ['trace'],
  on: ['creation'],
  params: {},

  inspect(tx, ctx) {
    return creationsOf(tx).flatMap((creation) => {
      const judged = judge(creation, ctx);
      if (judged === null) return [];
      const { address, creator } = creation;
      return [
        {
          severity: judged.severity,
          subject: { address, role: 'contract' },
          parties: [
            { address: tx.from, role: 'deployer' },
            { address: creator, role: 'factory' },
          ],
          summary: `${shortAddress(creator)} ${judged.reason.id === 'created-again' ? 'made a contract again at' : 'made a changeable contract at'} ${shortAddress(address)}.`,
          reasons: [judged.reason],
          evidence: {
            contract: address,
            factory: creator,
            isCreate2: creation.isCreate2,
            createdBefore: ctx.history.creationsOf(address),
            destroyedAt: ctx.history.destroyedAt(address),
          },
        },
      ];
    });
  },
});
