import type { CheckAnswer } from '../../contracts/check-answer.js';

/** How an answer differs from an earlier one to the same request, in sentences; none where it does not. */
export function differencesOf(before: CheckAnswer, now: CheckAnswer): readonly string[] {
  const changes: string[] = [];
  if (before.verdict !== now.verdict) changes.push(`The verdict was ${before.verdict} and is ${now.verdict}.`);
  const [then, today] = [reasonsOf(before), reasonsOf(now)];
  for (const id of today) if (!then.has(id)) changes.push(`New: ${id}.`);
  for (const id of then) if (!today.has(id)) changes.push(`Gone: ${id}.`);
  if (statusesOf(before) !== statusesOf(now)) changes.push('It succeeds or fails where it did not.');
  if (effectsOf(before) !== effectsOf(now)) changes.push('Who gains and loses what is different.');
  if (exposedBy(before) !== exposedBy(now)) changes.push('What others may take is different.');
  return changes;
}

/** What changes no verdict may come and go with the minute. */
function reasonsOf({ reasons }: CheckAnswer): ReadonlySet<string> {
  return new Set(reasons.flatMap(({ id, severity }) => (severity === 'low' || severity === 'info' ? [] : [id])));
}

function statusesOf({ simulation }: CheckAnswer): string {
  return simulation.map(({ environment, status }) => `${environment}:${status}`).join();
}

/** Prices move a little all the time: a twentieth more or less is the same. */
function effectsOf({ balanceChanges }: CheckAnswer): string {
  return balanceChanges
    .map(({ party, asset, amount, tokenId }) => `${party}:${asset}:${tokenId}:${roughly(BigInt(amount))}`)
    .sort()
    .join();
}

function roughly(amount: bigint): string {
  const size = Number(amount < 0n ? -amount : amount);
  return `${amount < 0n ? '-' : ''}${size === 0 ? 0 : Math.round(Math.log(size) / Math.log(1.05))}`;
}

function exposedBy({ exposures }: CheckAnswer): string {
  return exposures
    .map(({ kind, owner, spender, token, unlimited }) => `${kind}:${owner}:${spender}:${token}:${unlimited}`)
    .sort()
    .join();
}
