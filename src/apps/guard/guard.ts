import { z } from 'zod';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import type { Json } from '../../core/detect/finding.js';
import { messageOf } from '../../core/errors.js';
import { canonicalJson } from '../../core/score/canonical-json.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { judgeCall, REFUSED, refusalText, type Verdict, worstOf } from '../../sdk/judge-call.js';
import { isSigning, type Subject } from '../../sdk/screening.js';
import type { Overrides } from './overrides.js';
import { type GuardRules, isHeldBy } from './policy.js';

/** JSON-RPC 2.0. A call without an id is a notification, which gets no answer. */
const callSchema = z.object({
  jsonrpc: z.literal('2.0').optional(),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.unknown().optional(),
});
export type RpcCall = z.infer<typeof callSchema>;
export type RpcAnswer = Readonly<Record<string, unknown>>;

const INVALID_REQUEST = -32_600;
const UPSTREAM_FAILED = -32_000;
const MOST_CALLS = 100;

export interface GuardParts {
  readonly chainId: number;
  readonly check: (subject: Subject) => Promise<CheckAnswer>;
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
  async handle(message: unknown, policy: GuardRules, forward: Forward): Promise<Handled> {
    if (!Array.isArray(message)) return this.one(message, policy, forward);
    if (message.length === 0 || message.length > MOST_CALLS)
      return { answer: errorOf(null, INVALID_REQUEST, `A batch has 1 to ${MOST_CALLS} calls.`), verdict: null };
    const handled = await Promise.all(message.map((each) => this.one(each, policy, forward)));
    const verdicts = handled.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
    const answers = handled.flatMap(({ answer }) => (answer === null ? [] : [answer as RpcAnswer]));
    return { answer: answers.length === 0 ? null : answers, verdict: verdicts.length === 0 ? null : worstOf(verdicts) };
  }

  private async one(message: unknown, policy: GuardRules, forward: Forward): Promise<Handled> {
    const parsed = callSchema.safeParse(message);
    if (!parsed.success) return { answer: errorOf(null, INVALID_REQUEST, 'Not a JSON-RPC call.'), verdict: null };
    const call = parsed.data;
    const { chainId, check, overrides, hashText } = this.parts;
    // A node signs with keys of its own, if with any: what is signed elsewhere is checked where it is sent.
    const judgement = isSigning(call.method) ? null : await judgeCall(call.method, call.params, chainId, check);
    if (judgement === null) return { answer: await pass(call, forward), verdict: null };
    const { verdict, answers, problems, isUnreadable } = judgement;
    const digest = `0x${hashText(canonicalJson({ chainId, method: call.method, params: (call.params ?? null) as Json }))}`;
    const isHeld = isHeldBy(policy, judgement) && (isUnreadable || !overrides.take(digest));
    this.note(call, policy, verdict, isHeld);
    if (!isHeld) return { answer: await pass(call, forward), verdict };
    const reasons = answers.flatMap((answer) => answer.reasons);
    const data = { verdict, reasons, problems, checks: answers.map(({ id }) => id), digest };
    return { answer: answerTo(call, errorOf(call.id ?? null, REFUSED, refusalText(judgement), data)), verdict };
  }

  private note({ method }: RpcCall, { name, mode }: GuardRules, verdict: Verdict, isHeld: boolean): void {
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
