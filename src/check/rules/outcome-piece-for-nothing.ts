import { shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';
import { isPlainPayment, isVouchedFor, outerCall, ownChangesOf } from '../rule-questions.js';

/** Piece that leaves for nothing. See outcome-piece-for-nothing.md. */
export default defineRule({
  id: 'outcome-piece-for-nothing',
  version: 1,
  title: 'Piece that leaves for nothing',
  group: 'outcome',
  params: {},

  inspect(facts) {
    const { lost, gained } = ownChangesOf(facts);
    const pieces = lost.filter(({ standard }) => standard === 'erc721' || standard === 'erc1155');
    const [piece] = pieces;
    if (piece === undefined || gained.length > 0 || isPlainPayment(facts) || isVouchedFor(facts, outerCall(facts)?.to ?? piece.token))
      return [];
    return [
      {
        severity: 'medium',
        text: `Your ${shortAddress(piece.token)} #${piece.tokenId ?? '?'} leaves, and you get nothing.`,
        address: piece.token,
        evidence: { pieces: pieces.length },
      },
    ];
  },
});
