import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { CheckAsker } from '../../check/check-service.js';
import { RULES } from '../../check/rules/catalogue.js';
import { problemsOf } from '../../check/run-rules.js';
import { type CheckRequest, checkRequestSchema } from '../../contracts/check.js';
import { type CheckAnswer, checkAnswerSchema } from '../../contracts/check-answer.js';
import type { checkFeedbackSchema, feedbackRequestSchema } from '../../contracts/screening.js';
import type { Address } from '../../core/chain/block.js';
import type { Json } from '../../core/detect/finding.js';
import { canonicalJson } from '../../core/score/canonical-json.js';
import type { AuditStore, CheckStore } from '../../ports/check-store.js';
import type { Caller } from '../platform/caller.js';
import { checksum } from '../platform/checksum.js';
import { hashText } from '../platform/hash-text.js';
import { differencesOf } from './differences.js';
import type { OpinionBook } from './opinion-book.js';
import type { PolicyBook } from './policy-book.js';

/** A field of a request that cannot be taken, though its shape is right. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(
    readonly status: 400 | 403 | 404 | 409,
    message: string,
    readonly problems: readonly { readonly path: string; readonly message: string }[] = [],
  ) {
    super(message);
  }
}

export type Asking = Pick<Caller, 'keyId' | 'organisationId'>;

export interface CheckDeskParts {
  readonly check: (request: CheckRequest, asker: CheckAsker) => Promise<CheckAnswer>;
  readonly checks: CheckStore;
  readonly audit: AuditStore;
  readonly policies: PolicyBook;
  readonly opinions: OpinionBook;
  readonly nowMs: () => number;
}

/** Where checks are asked for: it knows who asks, by whose thresholds, what was asked before, and keeps every answer. */
export class CheckDesk {
  /** Requests in hand, by organisation and request id: asked twice at once they are answered once. */
  private readonly inHand = new Map<string, { readonly digest: string; readonly answer: Promise<CheckAnswer> }>();

  constructor(private readonly parts: CheckDeskParts) {}

  async check(request: CheckRequest, asking: Asking): Promise<CheckAnswer> {
    const { requestId } = request;
    if (requestId === undefined) return this.answer(request, asking);
    const key = `${asking.organisationId}:${requestId}`;
    const digest = digestOf(request);
    const running = this.inHand.get(key);
    if (running !== undefined) {
      if (running.digest !== digest) throw reused(requestId);
      return running.answer;
    }
    const answer = this.once(request, requestId, digest, asking).finally(() => this.inHand.delete(key));
    this.inHand.set(key, { digest, answer });
    return answer;
  }

  private async once(request: CheckRequest, requestId: string, digest: string, asking: Asking): Promise<CheckAnswer> {
    const before = await this.parts.checks.byRequest(asking.organisationId, requestId);
    if (before === null) return this.answer(request, asking);
    if (before.requestDigest !== digest) throw reused(requestId);
    return answerIn(before.body);
  }

  private async answer(request: CheckRequest, asking: Asking): Promise<CheckAnswer> {
    return this.keep(await this.parts.check(request, this.askerOf(request, asking)), request, asking);
  }

  private async keep(asked: CheckAnswer, request: CheckRequest, asking: Asking): Promise<CheckAnswer> {
    const { checks, nowMs } = this.parts;
    const { organisationId, keyId } = asking;
    const answer = { ...asked, feedbackToken: `${asked.id}.${randomBytes(18).toString('base64url')}` };
    await checks.put({
      id: answer.id,
      organisationId,
      keyId,
      atMs: nowMs(),
      requestId: asked.recheckOf === null ? (request.requestId ?? null) : null,
      requestDigest: digestOf(request),
      request: JSON.stringify(request),
      body: JSON.stringify(answer),
    });
    return answer;
  }

  /** An answer as it was given. */
  async get(id: string, asking: Asking): Promise<CheckAnswer> {
    const stored = await this.parts.checks.get(asking.organisationId, id);
    if (stored === null) throw new RefusedRequest(404, `There is no check ${id}.`);
    return answerIn(stored.body);
  }

  /** The same request again, on the newest state, and what is different. */
  async recheck(id: string, asking: Asking): Promise<CheckAnswer> {
    const { answer, request } = await this.again(id, asking);
    return this.keep(answer, request, asking);
  }

  /** As `recheck`, and kept only where something is different; null: nothing is. */
  async recheckIfChanged(id: string, asking: Asking): Promise<CheckAnswer | null> {
    const { answer, request } = await this.again(id, asking);
    return answer.changes.length === 0 ? null : this.keep(answer, request, asking);
  }

  private async again(id: string, asking: Asking): Promise<{ readonly answer: CheckAnswer; readonly request: CheckRequest }> {
    const stored = await this.parts.checks.get(asking.organisationId, id);
    if (stored === null || stored.request === '') throw new RefusedRequest(404, `There is no check ${id} that could be asked again.`);
    const { block: _, ...request } = checkRequestSchema.parse(JSON.parse(stored.request));
    const answer = await this.parts.check(request, this.askerOf(request, asking));
    return { answer: { ...answer, recheckOf: id, changes: [...differencesOf(answerIn(stored.body), answer)] }, request };
  }

  /** Says that an answer was wrong; who says it is kept for ever. */
  async feedback(
    given: z.output<typeof feedbackRequestSchema>,
    asking: Asking,
    isOperator: boolean,
  ): Promise<z.output<typeof checkFeedbackSchema>> {
    const { opinions, audit, nowMs } = this.parts;
    const { token, says, scope, comment = null, expiresInS } = given;
    if (scope === 'everyone' && !isOperator)
      throw new RefusedRequest(403, 'Only an operator speaks for everyone.', [{ path: '/scope', message: 'needs the scope operator' }]);
    const [checkId = ''] = token.split('.');
    const answer = await this.get(checkId, asking).catch(() => null);
    if (answer === null || answer.feedbackToken !== token)
      throw new RefusedRequest(404, 'No answer of yours has this feedback token.', [{ path: '/token', message: 'is of no answer' }]);
    const about = aboutOf(answer, given);
    const now = nowMs();
    const organisationId = scope === 'everyone' ? null : asking.organisationId;
    const stored = about.map(({ address, reasonId }) => ({
      id: hashText([organisationId ?? '*', answer.chainId, address, reasonId ?? '*', says].join(':')),
      organisationId,
      chainId: answer.chainId,
      address,
      reasonId,
      says,
      comment,
      checkId,
      keyId: asking.keyId,
      atMs: now,
      expiresAtMs: now + expiresInS * 1_000,
    }));
    await opinions.add(stored);
    await audit.put({
      atMs: now,
      organisationId: asking.organisationId,
      keyId: asking.keyId,
      action: `feedback.${says}`,
      target: checkId,
      detail: JSON.stringify({ scope, comment, expiresInS, about }),
    });
    const shown = about.map(({ address, reasonId }) => ({ address: checksum(address), reasonId }));
    return { checkId, says, about: shown, expiresAt: new Date(now + expiresInS * 1_000).toISOString(), scope };
  }

  /** Thresholds: of the request, of the policy that it names, or of the one that names its account. */
  private askerOf({ policy, subject }: CheckRequest, { organisationId }: Asking): CheckAsker {
    const { policies } = this.parts;
    if (typeof policy === 'string') {
      const named = policies.named(organisationId, policy);
      if (named === null)
        throw new RefusedRequest(400, `There is no policy ${policy}.`, [{ path: '/policy', message: `There is no policy ${policy}.` }]);
      return { organisationId, policy: { name: named.name, settings: named.rules } };
    }
    if (policy !== undefined) {
      const problems = problemsOf(policy, RULES).map(({ path, message }) => ({ path: `/policy${path}`, message }));
      if (problems.length > 0) throw new RefusedRequest(400, problems[0]?.message ?? 'The policy cannot be taken.', problems);
      return { organisationId, policy: { name: null, settings: policy.rules } };
    }
    const account = subject.kind === 'userOperation' ? subject.op.sender : subject.kind === 'raw' ? null : subject.from;
    const own = account === null ? null : policies.ofAccount(organisationId, account);
    return { organisationId, policy: own === null ? null : { name: own.name, settings: own.rules } };
  }
}

function reused(requestId: string): RefusedRequest {
  const message = `The request id ${requestId} was used for another request.`;
  return new RefusedRequest(409, message, [{ path: '/requestId', message }]);
}

/** Of what was asked; how long it may take is no part of it. */
function digestOf({ requestId: _, deadlineMs: __, ...asked }: CheckRequest): string {
  return hashText(canonicalJson(JSON.parse(JSON.stringify(asked)) as Json));
}

function answerIn(body: string): CheckAnswer {
  return checkAnswerSchema.parse(JSON.parse(body));
}

/** Benign: the answer's reasons that are wrong, each at its address. Malicious: the addresses that are worse than was told. */
function aboutOf(
  answer: CheckAnswer,
  { says, reasonIds, addresses }: z.output<typeof feedbackRequestSchema>,
): readonly { readonly address: Address; readonly reasonId: string | null }[] {
  const lower = (address: string) => address.toLowerCase() as Address;
  if (says === 'malicious') {
    const named = addresses ?? answer.counterparties.slice(0, 1).map(({ address }) => address);
    if (named.length === 0)
      throw new RefusedRequest(400, 'Say which address is malicious.', [{ path: '/addresses', message: 'is needed here' }]);
    return named.map((address) => ({ address: lower(address), reasonId: null }));
  }
  const unknown = (reasonIds ?? []).filter((id) => !answer.reasons.some((reason) => reason.id === id));
  if (unknown.length > 0)
    throw new RefusedRequest(400, `The answer gives no reason ${unknown[0]}.`, [
      { path: '/reasonIds', message: `the answer gives no reason ${unknown[0]}` },
    ]);
  const wrong = answer.reasons.filter(({ id }) => reasonIds === undefined || reasonIds.includes(id));
  if (wrong.length === 0)
    throw new RefusedRequest(400, 'The answer gives no reason that could be wrong.', [
      { path: '/says', message: 'the answer has no reasons' },
    ]);
  return wrong.map(({ id, address }) => ({ address: lower(address ?? answer.from), reasonId: id }));
}
