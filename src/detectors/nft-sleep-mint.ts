import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

/** The maker of a collection moves a piece away from somebody who never allowed it, as if that one had given it. See nft-sleep-mint.md. */
export default defineDetector({
  id: 'nft-sleep-mint',
  version: 1,
  title: 'Sleep-minted piece moved',
  maturity: 'stable',
  attack: 'forgery',
  stage: 'user',
  needs: ['logs'],
  on: ['tokens'],
  params: {},

  inspect(tx, ctx) {
    const { history } = ctx;
    for (const { standard, token, tokenId, from, to } of tx.decoded.transfers) {
      if ((standard !== 'erc721' && standard !== 'erc1155') || from === tx.from || from === to || BigInt(from) === 0n || BigInt(to) === 0n)
        continue;
      if (history.creatorOf(token) !== tx.from || history.creatorOf(from) === tx.from) continue;
      // A real owner allows a mover, or sells by an order that it signed.
      const allowed = [tx.from, tx.to].some((mover) => mover !== null && history.approvedAt(from, mover) !== null);
      if (allowed || tx.decoded.nftOrders > 0) continue;
      const labels = ctx.labelsOf(from);
      const name = labels.find((label) => label.name !== null)?.name ?? null;
      return [
        {
          severity: labels.length > 0 ? 'high' : 'medium',
          subject: { address: from, role: 'claimed-owner' },
          parties: [
            { address: tx.from, role: 'attacker' },
            { address: token, role: 'collection' },
          ],
          summary: `${shortAddress(tx.from)}, who made the collection ${shortAddress(token)}, moved piece ${tokenId ?? 0n} away from ${name ?? shortAddress(from)}, who neither sent nor allowed it.`,
          reasons: [
            { id: 'not-allowed', text: 'The owner by the event sent nothing and never allowed the mover.' },
            { id: 'maker-moves', text: 'The maker of the collection moves it: its history claims a giver who did not act.' },
          ],
          evidence: { collection: token, tokenId: tokenId?.toString() ?? null, claimedOwner: from, to, name },
        },
      ];
    }
    return [];
  },
});
