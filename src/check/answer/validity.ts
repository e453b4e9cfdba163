import { argumentNamed, asAmount } from '../decode/arguments.js';
import type { CheckFacts } from '../facts.js';

/** Prices of pools move with every block; other contracts' state with use; an account without code has none. */
const VALID_FOR_MS = { pools: 12_000, contracts: 30_000, accounts: 600_000 } as const;

/** Until when what was read most likely holds; sooner, where the request itself ends. After that: check again. */
export function validUntilMs(facts: CheckFacts, nowMs: number): number {
  const { steps, calls, signature, ctx } = facts;
  const readsPools = steps.some(({ tx }) => tx.decoded.swaps.length > 0);
  const readsContracts = calls.some(({ to, operation }) => to === null || operation !== 'call' || ctx.codeOf(to) !== 'none');
  const holdsForMs = readsPools
    ? VALID_FOR_MS.pools
    : readsContracts || signature !== null
      ? VALID_FOR_MS.contracts
      : VALID_FOR_MS.accounts;
  const deadlines = calls.flatMap(({ decoded }) => {
    const deadline = decoded === null ? 0n : asAmount(argumentNamed(decoded, 'deadline'));
    return deadline > 0n && deadline < 10n ** 11n ? [Number(deadline) * 1_000] : [];
  });
  const ends = signature?.intent?.expiresAt ?? null;
  const bounds = [...deadlines, ...(ends === null || ends === 0 ? [] : [ends * 1_000])].filter((end) => end > nowMs);
  return Math.min(nowMs + holdsForMs, ...bounds);
}
