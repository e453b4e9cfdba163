import { defineDetector } from '../core/detect/detector.js';
import { longerAddress, shortAddress } from '../core/detect/format.js';

interface Params {
  readonly maxVictims: number;
}

/** A worthless token claims that a victim paid a look-alike of somebody whom it pays. See address-poisoning-fake-token.md. */
export default defineDetector<Params>({
  id: 'address-poisoning-fake-token',
  version: 1,
  title: 'Address poisoning by a fake token',
  maturity: 'stable',
  attack: 'address-poisoning',
  stage: 'user',
  needs: ['logs'],
  on: ['tokens'],
  params: { maxVictims: 5 },

  inspect(tx, ctx, params) {
    const poisoned = tx.decoded.transfers.flatMap((transfer) => {
      const { standard, token, from, to, amount } = transfer;
      if (standard !== 'erc20' || amount === 0n || from === tx.from || from === to) return [];
      // Of a real token the victim would have some: nothing of this one was ever seen to come to it.
      if (ctx.history.holdingsOf(from, token) !== null || ctx.labelsOf(token).length > 0) return [];
      const imitated = ctx.history.lookalikeOf(from, to);
      return imitated === null ? [] : [{ transfer, imitated }];
    });
    return poisoned.slice(0, params.maxVictims).map(({ transfer: { from, to, token, amount }, imitated }) => ({
      severity: 'medium' as const,
      subject: { address: from, role: 'victim' },
      parties: [
        { address: to, role: 'look-alike' },
        { address: imitated, role: 'imitated' },
        { address: tx.from, role: 'attacker' },
        { address: token, role: 'token' },
      ],
      summary: `The token ${shortAddress(token)} claims that ${shortAddress(from)} paid ${longerAddress(to)}; that looks like ${longerAddress(imitated)}, which the wallet really pays.`,
      reasons: [
        {
          id: 'fake-event',
          text: 'The owner did not send the transaction and never held this token: the event is written by the token at will.',
        },
        { id: 'look-alike', text: 'First and last four digits equal those of a real counterparty.' },
      ],
      evidence: { token, lookalike: to, imitated, amount: amount.toString(), victims: poisoned.length },
    }));
  },
});
