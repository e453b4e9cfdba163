import type { CheckAnswer } from '../../contracts/check-answer.js';
import { NATIVE } from '../../core/chain/decoded.js';
import type { CheckFacts } from '../facts.js';

type Caveat = CheckAnswer['caveats'][number];

/** Prices move between the check and the block. */
const SLACK_PERCENT = 5n;

/**
 * Bounds to hold a delegation (ERC-7710) to what was simulated, as terms of the enforcers of MetaMask's Delegation Framework: exact calls, the least that every
 * balance of the account may change by, and the time until which that holds.
 */
export function caveatsOf({ steps, calls, changes, own, kind, from }: CheckFacts, validUntilMs: number | null): readonly Caveat[] {
  if (kind !== 'transaction' && kind !== 'calls') return [];
  const exact = kind === 'transaction' ? calls.slice(0, 1) : [];
  return [
    ...exact.flatMap(({ to, input, valueWei }): Caveat[] =>
      to === null
        ? []
        : [
            {
              kind: 'exactCall',
              text: 'Nothing but this call.',
              enforcer: 'ExactExecutionEnforcer',
              terms: `0x${to.slice(2)}${word(valueWei)}${input.slice(2)}`,
            },
          ],
    ),
    ...(steps.length === 0 ? [] : changes).flatMap(({ party, token, standard, amount }): Caveat[] => {
      if (!own.has(party) || party !== from || (standard !== 'native' && standard !== 'erc20')) return [];
      const isLoss = amount < 0n;
      const size = isLoss ? -amount : amount;
      const bound = isLoss ? (size * (100n + SLACK_PERCENT)) / 100n : (size * (100n - SLACK_PERCENT)) / 100n;
      const [flag, text] = isLoss ? ['01', `No more than ${bound} may leave.`] : ['00', `At least ${bound} must come.`];
      return [
        token === NATIVE
          ? {
              kind: 'nativeBalanceChange',
              text,
              enforcer: 'NativeBalanceChangeEnforcer',
              terms: `0x${flag}${party.slice(2)}${word(bound)}`,
            }
          : {
              kind: 'erc20BalanceChange',
              text,
              enforcer: 'ERC20BalanceChangeEnforcer',
              terms: `0x${flag}${token.slice(2)}${party.slice(2)}${word(bound)}`,
            },
      ];
    }),
    ...(validUntilMs === null
      ? []
      : [
          {
            kind: 'validBefore' as const,
            text: 'Not after the state that was read may have moved on.',
            enforcer: 'TimestampEnforcer',
            terms: `0x${half(0n)}${half(BigInt(Math.floor(validUntilMs / 1_000)))}`,
          },
        ]),
  ];
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

function half(value: bigint): string {
  return value.toString(16).padStart(32, '0');
}
