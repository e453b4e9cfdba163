import { z } from 'zod';
import type { CheckAnswer } from '../../contracts/check.js';
import type { Json } from '../../core/detect/finding.js';
import { messageOf } from '../../core/errors.js';
import { canonicalJson } from '../../core/score/canonical-json.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { Overrides } from './overrides.js';
import { type GuardPolicy, isRefused, type Verdict, worstOf } from './policy.js';
import { type Screening, type Subject, screeningOf } from './screening.js';

/** JSON-RPC 2.0. A call without an id is a notification, which gets no answer. */
const callSchema = z.object({
  jsonrpc: z.literal('2.0').optional(),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.unknown().optional(),
});
export type RpcCall = z.infer<typeof callSchema>;
export type RpcAnswer = Readonly<Record<string, unknown>>;

export const REFUSED = -32_003;
const INVALID_REQUEST = -32_600;
const UPSTREAM_FAILED = -32_000;
const MOST_CALLS = 100;

export interface GuardParts {
  readonly chainId: number;
  check(subject: Subject): Promise<CheckAnswer>;
  readonly overrides: Overrides;
  readonly hashText: (text: string) => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Hands a call to the node behind; null: it was a notification. */
export type Forward = (call: RpcCall) => Promise<RpcAnswer | null>;

/** What an answer to a message comes to; `verdict` is the worst of what was sent in it. */
export interface Handled {
  readonly answer: RpcAnswer | readonly RpcAnswer[] | null;
  readonly verdict: Verdict | null;
}

/** A JSON-RPC endpoint before another: what sends is checked first, all else passes. */
export class Guard {
  constructor(private readonly parts: GuardParts) {}

  /** One message: a call, or a batch of them, each judged for itself. */
  async handle(message: unknown, policy: GuardPolicy, forward: Forward): Promise<Handled> {
    if (!Array.isArray(message)) return this.one(message, policy, forward);
    if (message.length === 0 || message.length > MOST_CALLS)
      return { answer: errorOf(null, INVALID_REQUEST, `A batch has 1 to ${MOST_CALLS} calls.`), verdict: null };
    const handled = await Promise.all(message.map((each) => this.one(each, policy, forward)));
    const verdicts = handled.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
    const answers = handled.flatMap(({ answer }) => (answer === null ? [] : [answer as RpcAnswer]));
    return { answer: answers.length === 0 ? null : answers, verdict: verdicts.length === 0 ? null : worstOf(verdicts) };
  }

  private async one(message: unknown, policy: GuardPolicy, forward: Forward): Promise<Handled> {
    const parsed = callSchema.safeParse(message);
    if (!parsed.success) return { answer: errorOf(null, INVALID_REQUEST, 'Not a JSON-RPC call.'), verdict: null };
    const call = parsed.data;
    const screening = await screeningOf(call.method, call.params, this.parts.chainId);
    if (screening.kind === 'pass') return { answer: await pass(call, forward), verdict: null };
    if (screening.kind === 'refuse') {
      this.note(call, policy, 'not_checked', true);
      return {
        answer: answerTo(call, errorOf(call.id ?? null, REFUSED, screening.why, { verdict: 'not_checked', reasons: [] })),
        verdict: 'not_checked',
      };
    }
    return this.judge(call, screening, policy, forward);
  }

  private async judge(
    call: RpcCall,
    screening: Extract<Screening, { kind: 'check' }>,
    policy: GuardPolicy,
    forward: Forward,
  ): Promise<Handled> {
    const { chainId, overrides, hashText } = this.parts;
    const digest = `0x${hashText(canonicalJson({ chainId, method: call.method, params: (call.params ?? null) as Json }))}`;
    const checked = await Promise.all(screening.subjects.map((subject) => this.check(subject)));
    const problems = [...screening.unchecked, ...checked.flatMap((each) => ('problem' in each ? [each.problem] : []))];
    const answers = checked.flatMap((each) => ('problem' in each ? [] : [each]));
    const verdict = worstOf([...answers.map((answer) => answer.verdict), ...(problems.length === 0 ? [] : ['not_checked' as const])]);
    const isHeld = isRefused(verdict, policy) && !overrides.take(digest);
    this.note(call, policy, verdict, isHeld);
    if (!isHeld) return { answer: await pass(call, forward), verdict };
    const reasons = answers.flatMap((answer) => answer.reasons);
    const why = reasons[0]?.text ?? problems[0] ?? 'A required check did not run.';
    const data = { verdict, reasons, problems, checks: answers.map(({ id }) => id), digest };
    return { answer: answerTo(call, errorOf(call.id ?? null, REFUSED, `Not sent (${verdict}): ${why}`, data)), verdict };
  }

  private async check(subject: Subject): Promise<CheckAnswer | { readonly problem: string }> {
    try {
      return await this.parts.check(subject);
    } catch (error) {
      return { problem: `It could not be checked: ${messageOf(error)}` };
    }
  }

  private note({ method }: RpcCall, { name, mode }: GuardPolicy, verdict: Verdict, isHeld: boolean): void {
    const outcome = isHeld ? 'refused' : 'passed';
    this.parts.metrics.count('tocsin_guard_requests_total', { policy: name, verdict, outcome });
    const fields = { method, policy: name, verdict, outcome };
    if (verdict === 'benign' || mode === 'log') this.parts.logger.info(fields, 'a transaction was judged');
    else this.parts.logger.warn(fields, 'a transaction was judged');
  }
}

async function pass(call: RpcCall, forward: Forward): Promise<RpcAnswer | null> {
  try {
    return answerTo(call, await forward(call));
  } catch (error) {
    return answerTo(call, errorOf(call.id ?? null, UPSTREAM_FAILED, `The node behind this guard does not answer: ${messageOf(error)}`));
  }
}

function answerTo(call: RpcCall, answer: RpcAnswer | null): RpcAnswer | null {
  return call.id === undefined ? null : answer;
}

function errorOf(id: string | number | null, code: number, message: string, data?: unknown): RpcAnswer {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}
