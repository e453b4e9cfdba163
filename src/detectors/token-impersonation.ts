import { creationsOf } from '../core/detect/creations.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { FAMOUS_NAMES, keyOfName, tokenNameOf } from '../core/detect/token-names.js';

/** A new token bears the name and the symbol of a known one. See token-impersonation.md. */
export default defineDetector({
  id: 'token-impersonation',
  version: 1,
  title: 'Token under a known name',
  maturity: 'stable',
  attack: 'impersonation',
  stage: 'user',
  needs: [],
  on: ['creation'],
  params: {},

  inspect(tx, ctx) {
    return creationsOf(tx).flatMap((creation) => {
      const name = tokenNameOf(creation);
      if (name === null) return [];
      const key = keyOfName(name);
      const first = ctx.history.firstNamed(key);
      const isKnown = first !== null && ctx.labelsOf(first).some(({ category }) => category === 'stablecoin' || category === 'token');
      if ((!isKnown && !FAMOUS_NAMES.has(key)) || first === creation.address) return [];
      // The true one, on a chain that is watched from its beginning.
      if (ctx.labelsOf(creation.address).length > 0) return [];
      return [
        {
          severity: 'medium' as const,
          subject: { address: creation.address, role: 'token' },
          parties: [{ address: tx.from, role: 'deployer' }, ...(isKnown && first !== null ? [{ address: first, role: 'imitated' }] : [])],
          summary: `${shortAddress(tx.from)} deployed ${shortAddress(creation.address)} under the name ${name.name} (${name.symbol})${isKnown && first !== null ? `, which is that of ${shortAddress(first)}` : ', which is that of a known token'}.`,
          reasons: [{ id: 'same-name', text: 'Name and symbol are those of another token; wallets show nothing else.' }],
          evidence: { token: creation.address, name: name.name, symbol: name.symbol, imitated: isKnown ? first : null },
        },
      ];
    });
  },
});
