import { defineRule, type RuleHit } from '../rule.js';

/** Less than any fee: as good as nothing. */
const DUST = 10n ** 13n;

/** Order that sells for nothing. See order-for-nothing.md. */
export default defineRule({
  id: 'order-for-nothing',
  version: 1,
  title: 'Order that sells for nothing',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.orders ?? []).flatMap(({ maker, gives, gets }): RuleHit[] => {
      const isMine = facts.own.has(maker);
      const isSomething = gives.some(
        ({ amount, standard }) => amount > (standard === 'erc721' || standard === 'erc1155' ? 0n : DUST / 10n),
      );
      const isNothing = gets.every(
        ({ amount, standard }) =>
          standard !== 'erc721' && standard !== 'erc1155' && (amount <= 1n || (standard === 'native' && amount <= DUST)),
      );
      if (!isMine || !isSomething || !isNothing) return [];
      return [
        {
          severity: 'high',
          text: 'The order gives away what it names, and you get nothing for it.',
          address: gives[0]?.token ?? null,
          evidence: { gives: gives.length, gets: gets.length },
        },
      ];
    });
  },
});
