import type { CheckAnswer, TransactionCheckRequest, UnsignedCheckRequest } from '../contracts/check.js';
import type { Address, CodeFact } from '../core/chain/block.js';
import { askDetectors, notesOf } from '../core/detect/ask-detectors.js';
import type { DetectContext, InspectedTransaction } from '../core/detect/detector.js';
import { NO_HISTORY } from '../core/detect/history.js';
import { messageOf } from '../core/errors.js';
import type { Simulator } from '../ports/simulator.js';
import { answerOf } from './answer.js';
import { checkContext } from './check-knowledge.js';
import { checkMessage } from './check-message.js';
import type { CheckParts } from './check-parts.js';
import { checkTypedData } from './check-typed-data.js';
import { type Counterparties, counterpartiesOf } from './counterparties.js';
import { codeOf } from './counterparty-code.js';
import { Coverage } from './coverage.js';
import { Deadline } from './deadline.js';
import { inspectedFrom } from './inspected.js';
import { type CheckReason, detect, flaggedReasons } from './reasons.js';
import { scoreOf } from './score-check.js';
import { type Asked, askedFrom, type SimulatedRequest, simulateRequest } from './simulate-request.js';

export interface CheckService {
  /** Never throws for what a node does: what could not be looked at is told in coverage, and the verdict knows it. */
  check(request: UnsignedCheckRequest): Promise<CheckAnswer>;
}

export function createCheckService(parts: CheckParts): CheckService {
  let asked = 0;
  return {
    async check(request) {
      const startedAt = parts.nowMs();
      asked += 1;
      const id = parts.hashText(`check:${startedAt}:${asked}:${JSON.stringify(request)}`).slice(0, 32);
      const answer = await answerTo(request, id, startedAt, parts);
      parts.metrics.count('tocsin_checks_total', { verdict: answer.verdict });
      parts.metrics.observe('tocsin_check_seconds', answer.latencyMs / 1_000);
      return answer;
    },
  };
}

function answerTo(request: UnsignedCheckRequest, id: string, startedAt: number, parts: CheckParts): Promise<CheckAnswer> {
  const { subject } = request;
  switch (subject.kind) {
    case 'transaction':
      return checkTransaction({ ...request, subject }, id, startedAt, parts);
    case 'typedData':
      return checkTypedData({ ...request, subject }, id, startedAt, parts);
    case 'message':
      return checkMessage({ ...request, subject }, id, startedAt, parts);
  }
}

async function checkTransaction(request: TransactionCheckRequest, id: string, startedAt: number, parts: CheckParts): Promise<CheckAnswer> {
  const { nowMs } = parts;
  const deadline = new Deadline(request.deadlineMs, nowMs);
  const coverage = new Coverage();
  const asked = askedFrom(request);
  const simulator = parts.simulatorOf(request.chainId);
  const simulated = await simulate(request, asked, simulator, deadline, coverage, nowMs);
  const tx = simulated?.outcomes[0]?.tx ?? unsimulated(request, asked);
  coverage.ran('decode', 0);
  const seen = simulated === null || simulated.outcomes.length === 0 ? [tx] : simulated.outcomes.map((outcome) => outcome.tx);
  const counterparties = counterpartiesOf(seen);
  const code = await codeOf(counterparties, simulated?.block ?? null, simulator, deadline, coverage, nowMs);
  const { ctx, reasons } = judge(request, seen, counterparties, code, simulated, coverage, parts);
  const score = scored(tx, request, simulated, coverage, ctx, parts);
  return answerOf({
    id,
    request,
    tx,
    simulated,
    counterparties,
    ctx,
    reasons: [...(simulated?.reasons ?? []), ...reasons, ...score.reasons],
    coverage: coverage.list(),
    risk: score.risk,
    startedAt,
    parts,
  });
}

async function simulate(
  { chainId }: TransactionCheckRequest,
  asked: Asked,
  simulator: Simulator | null,
  deadline: Deadline,
  coverage: Coverage,
  nowMs: () => number,
): Promise<SimulatedRequest | null> {
  if (simulator !== null) return simulateRequest(asked, chainId, simulator, deadline, coverage, nowMs);
  const why = `Chain ${chainId} is not watched here: nothing can be simulated.`;
  for (const check of ['simulation.base', 'simulation.other', 'code']) coverage.skipped(check, why);
  return null;
}

function unsimulated({ chainId }: TransactionCheckRequest, { tx, gas, gasPriceWei }: Asked): InspectedTransaction {
  return inspectedFrom(tx, { chainId, nonce: 0, gasLimit: gas ?? 0, gasPriceWei }, null);
}

function judge(
  { chainId }: TransactionCheckRequest,
  seen: readonly InspectedTransaction[],
  counterparties: Counterparties,
  code: ReadonlyMap<Address, CodeFact>,
  simulated: SimulatedRequest | null,
  coverage: Coverage,
  parts: CheckParts,
): { readonly ctx: DetectContext; readonly reasons: readonly CheckReason[] } {
  const startedAt = parts.nowMs();
  const state = parts.stateOf(chainId);
  if (state === null) coverage.skipped('history', 'This process holds no history of the chain: what needs it was not looked for.');
  else coverage.ran('history', 0);
  const moment = {
    chainId,
    blockNumber: simulated?.plan.base.number ?? 0,
    timestamp: simulated?.plan.base.timestamp ?? Math.floor(startedAt / 1_000),
  };
  const ctx = checkContext(moment, parts.knowledge, code, state?.history ?? NO_HISTORY);
  // In every environment: a contract that shows its face in one of them is caught there.
  const detected = seen.map((tx) => detect(parts.detectors, tx, ctx));
  const reasons = unique(detected.flatMap((each) => each.reasons));
  const failed = [...new Set(detected.flatMap((each) => each.failed))];
  const silent = [...new Set(detected.flatMap((each) => each.silent))];
  if (failed.length > 0) coverage.failed('detectors', `Failed: ${failed.join(', ')}.`, parts.nowMs() - startedAt);
  else coverage.ran('detectors', parts.nowMs() - startedAt, silent.length === 0 ? null : `Without their input: ${silent.join(', ')}.`);
  const flagged = flaggedReasons(counterparties, ctx, reasons);
  coverage.ran('labels', parts.nowMs() - startedAt);
  return { ctx, reasons: [...reasons, ...flagged] };
}

/** The same reason of several environments is told once. */
function unique(reasons: readonly CheckReason[]): readonly CheckReason[] {
  const byKey = new Map<string, CheckReason>();
  for (const reason of reasons) {
    const { subject, token } = reason.evidence;
    const key = `${reason.id}:${reason.severity}:${reason.address}:${JSON.stringify([subject ?? null, token ?? null])}`;
    if (!byKey.has(key)) byKey.set(key, reason);
  }
  return [...byKey.values()];
}

function scored(
  tx: InspectedTransaction,
  { chainId }: TransactionCheckRequest,
  simulated: SimulatedRequest | null,
  coverage: Coverage,
  ctx: DetectContext,
  { detectors, scorerOf, stateOf, nowMs }: CheckParts,
): { readonly risk: number | null; readonly reasons: readonly CheckReason[] } {
  const none = { risk: null, reasons: [] };
  const state = stateOf(chainId);
  const scorer = scorerOf(chainId);
  const missing =
    scorer === null ? 'No model is loaded.' : state === null ? 'This process holds no history of the chain.' : 'Nothing was simulated.';
  if (scorer === null || state === null || simulated === null || simulated.base === null) {
    coverage.skipped('score', missing);
    return none;
  }
  const startedAt = nowMs();
  try {
    // A detector that fails here failed in `judge` as well, which told.
    const findings = notesOf(askDetectors(detectors, tx, ctx, () => undefined));
    const score = scoreOf(tx, scorer, state, simulated.block, simulated.plan.base, { findings, labelsOf: ctx.labelsOf });
    coverage.ran('score', nowMs() - startedAt);
    return score;
  } catch (error) {
    coverage.failed('score', messageOf(error), nowMs() - startedAt);
    return none;
  }
}
