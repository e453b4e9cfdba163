import type { CheckAnswer } from '../contracts/check-answer.js';
import { isProblemError } from './problem-error.js';
import { type Subject, screeningOf } from './screening.js';

export type Verdict = CheckAnswer['verdict'];

/** JSON-RPC code of a refusal (EIP-1474: transaction rejected). */
export const REFUSED = -32_003;

export interface Caution {
  /** Refuse what only gives a warning, too. */
  readonly blockWarnings?: boolean | undefined;
  /** What becomes of a transaction that could not be checked: refused where closed. */
  readonly onFailure?: 'closed' | 'open' | undefined;
}

/** What is known of a call that sends. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly answers: readonly CheckAnswer[];
  /** What could not be looked at. */
  readonly problems: readonly string[];
  /** Cannot be read, is for another chain, or is of a method that nobody knows: never sent, whatever the caution. */
  readonly isUnreadable: boolean;
}

/** Malicious before warning before not checked: benign is earned by every part. */
const ORDER: readonly Verdict[] = ['benign', 'not_checked', 'warning', 'malicious'];

export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((worst, one) => (ORDER.indexOf(one) > ORDER.indexOf(worst) ? one : worst), 'benign');
}

/** Reads a JSON-RPC call and has all that it sends checked. Null: it sends nothing. */
export async function judgeCall(
  method: string,
  params: unknown,
  chainId: number,
  check: (subject: Subject) => Promise<CheckAnswer>,
): Promise<Judgement | null> {
  const screening = screeningOf(method, params, chainId);
  if (screening.kind === 'pass') return null;
  if (screening.kind === 'refuse') return { verdict: 'not_checked', answers: [], problems: [screening.why], isUnreadable: true };
  const checked = await Promise.all(screening.subjects.map((subject) => check(subject).catch((error: unknown) => ({ error }))));
  const failures = checked.flatMap((each) => ('error' in each ? [each.error] : []));
  const answers = checked.flatMap((each) => ('error' in each ? [] : [each]));
  const problems = [...screening.unchecked, ...failures.map((error) => `It could not be checked: ${textOf(error)}`)];
  const verdicts = answers.map(({ verdict }) => verdict);
  return {
    verdict: worstOf(problems.length === 0 ? verdicts : [...verdicts, 'not_checked']),
    answers,
    problems,
    isUnreadable: failures.some(isUnreadable),
  };
}

/** The service says so, or the part of it that reads. */
function isUnreadable(error: unknown): boolean {
  return (isProblemError(error) && error.status === 400) || (error instanceof Error && error.name === 'UnreadableTransaction');
}

export function isRefused(
  { verdict, isUnreadable: unreadable }: Judgement,
  { blockWarnings = false, onFailure = 'closed' }: Caution,
): boolean {
  if (unreadable) return true;
  if (verdict === 'warning') return blockWarnings;
  return verdict === 'malicious' || (verdict === 'not_checked' && onFailure === 'closed');
}

/** Why, in a sentence for whoever wanted to send it. */
export function refusalText({ verdict, answers, problems }: Judgement): string {
  const why = answers.flatMap(({ reasons }) => reasons)[0]?.text ?? problems[0] ?? 'A required check did not run.';
  return `Not sent (${verdict}): ${why}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
