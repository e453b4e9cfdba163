import { NATIVE } from '../core/chain/decoded.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** Of the supply before. */
  readonly minPercent: bigint;
  /** People who bought it from a pool. */
  readonly minBuyers: number;
}

/** A token's maker mints a multiple of what there is, of a token that people bought. See token-rug-owner-mint.md. */
export default defineDetector<Params>({
  id: 'token-rug-owner-mint',
  version: 1,
  title: 'Owner mints a multiple of the supply',
  maturity: 'stable',
  attack: 'rug-pull',
  stage: 'user',
  needs: ['logs'],
  on: ['tokens'],
  params: { minPercent: 100n, minBuyers: 2 },

  inspect(tx, ctx, params) {
    for (const { standard, token, from, to, amount } of tx.decoded.transfers) {
      if (standard !== 'erc20' || from !== NATIVE || to === NATIVE) continue;
      if (ctx.history.creatorOf(token) !== tx.from) continue;
      const supply = ctx.history.supplyOf(token);
      const { buyers } = ctx.history.tradersOf(token);
      if (supply === null || supply === 0n || amount * 100n < supply * params.minPercent || buyers.length < params.minBuyers) continue;
      const times = Number(amount) / Number(supply);
      return [
        {
          severity: 'high',
          subject: { address: token, role: 'token' },
          parties: [
            { address: tx.from, role: 'owner' },
            { address: to, role: 'receiver' },
          ],
          summary: `${shortAddress(tx.from)}, who made ${shortAddress(token)}, minted ${times.toFixed(1)} times its supply to ${shortAddress(to)}, after ${buyers.length} people had bought it.`,
          reasons: [
            { id: 'multiple', text: `${times.toFixed(1)} times what there was.`, value: times, usual: 'some percent' },
            { id: 'bought', text: 'People bought it from a pool before.', value: buyers.length },
          ],
          evidence: { token, receiver: to, amount: amount.toString(), supply: supply.toString(), buyers: buyers.length },
        },
      ];
    }
    return [];
  },
});
