import type { UnsignedCheckRequest } from '../contracts/check.js';
import { askDetectors, notesOf } from '../core/detect/ask-detectors.js';
import { messageOf } from '../core/errors.js';
import type { CheckParts } from './check-parts.js';
import type { CheckAsker } from './check-service.js';
import type { Coverage } from './coverage.js';
import type { CheckFacts } from './facts.js';
import type { Found } from './investigation.js';
import { type CheckReason, type Detected, detect, uniqueReasons } from './reasons.js';
import { coverRules, GROUPS_OF_A_CALL, runRules } from './run-rules.js';
import { scoreOf } from './score-check.js';
import { balanceChangesOf } from './simulate/balance-changes.js';
import { exposuresOf } from './simulate/exposures.js';
import type { Subject } from './subjects/subject.js';

export interface Judged {
  readonly reasons: readonly CheckReason[];
  /** Of a batch: what is said of each call. */
  readonly ofCalls: readonly (readonly CheckReason[])[];
  /** 0–100; null: nothing was scored. */
  readonly risk: number | null;
}

export interface JudgeParts {
  readonly request: UnsignedCheckRequest;
  readonly subject: Subject;
  readonly found: Found;
  readonly parts: CheckParts;
  readonly coverage: Coverage;
  readonly asker: CheckAsker;
}

/** What is to be said of a request: by the catalogue of detectors, the rules of the check, the score, and what people said before. */
export function judge(given: JudgeParts): Judged {
  const { found, parts, coverage, asker, subject } = given;
  const ofSteps = detectedIn(given);
  const detected = ofSteps.flatMap(({ reasons }, call) => reasons.map((reason) => usedUp({ ...reason, call }, found.facts)));
  const startedAt = parts.nowMs();
  const facts = toldOf(found.facts, detected);
  const whole = runRules(parts.rules, facts, asker.policy?.settings ?? null);
  coverRules(whole, coverage, parts.nowMs() - startedAt);
  coverage.ran('labels', 0);
  const isPriced = facts.changes.some(({ token }) => facts.ctx.priceUsdOf(token) !== null);
  if (isPriced) coverage.ran('prices', 0);
  else coverage.skipped('prices', 'No price is known of what moves.');
  const score = scored(given);
  const reasons = heard(uniqueReasons([...detected, ...whole.reasons, ...score.reasons]), given);
  const isBatch = subject.kind === 'calls';
  const ofCalls = isBatch ? found.facts.steps.map((_, i) => heard(ofCall(i, detected, facts, given), given)) : [];
  return { reasons, ofCalls, risk: score.risk };
}

/** The catalogue on every step, in every environment: a contract that shows its face in one of them is caught there. */
function detectedIn({ found, parts, coverage, subject }: JudgeParts): readonly Detected[] {
  const startedAt = parts.nowMs();
  const { facts } = found;
  if (facts.steps.length === 0) {
    if (subject.steps.length > 0) coverage.failed('detectors', 'There was nothing that they could read.');
    else coverage.skipped('detectors', 'Nothing runs: they read transactions.');
    return [];
  }
  const seen = facts.outcomes.length === 0 ? [{ steps: facts.steps }] : facts.outcomes;
  const bySteps = facts.steps.map((_, i): Detected => {
    const each = seen.flatMap(({ steps }) => (steps[i] === undefined ? [] : [detect(parts.detectors, steps[i].tx, facts.ctx, facts.own)]));
    return {
      reasons: uniqueReasons(each.flatMap(({ reasons }) => reasons)),
      failed: each.flatMap(({ failed }) => failed),
      silent: each.flatMap(({ silent }) => silent),
    };
  });
  const failed = [...new Set(bySteps.flatMap((each) => each.failed))];
  const silent = [...new Set(bySteps.flatMap((each) => each.silent))];
  const ms = parts.nowMs() - startedAt;
  if (failed.length > 0) coverage.failed('detectors', `Failed: ${failed.join(', ')}.`, ms);
  else coverage.ran('detectors', ms, silent.length === 0 ? null : `Without their input: ${silent.join(', ')}.`);
  return bySteps;
}

/** Of allowances that are no danger by whom they are for, but by what they leave to be taken. */
const STANDING_ALLOWANCES = ['approval-to-new-contract', 'approval-unlimited-to-eoa'];

/** An allowance that the request itself uses up leaves nothing to take: what moved is judged by what moved. */
function usedUp(reason: CheckReason, { ownExposures, steps }: CheckFacts): CheckReason {
  const isSpent = !ownExposures.some(({ spender }) => spender === reason.address) && steps.every(({ status }) => status === 'succeeded');
  if (!STANDING_ALLOWANCES.includes(reason.id) || !isSpent) return reason;
  return { ...reason, severity: 'low', evidence: { ...reason.evidence, usedUp: true } };
}

/** Rules need not repeat what the catalogue said. */
function toldOf(facts: CheckFacts, detected: readonly CheckReason[]): CheckFacts {
  return {
    ...facts,
    isTold: (detector, address) =>
      detected.some(({ id, address: named }) => id === detector && (address === undefined || address === null || named === address)),
  };
}

/** One call of a batch, as if the others were not there: what they add up to is said of the whole. */
function ofCall(
  i: number,
  detected: readonly CheckReason[],
  facts: CheckFacts,
  { found, parts, asker }: JudgeParts,
): readonly CheckReason[] {
  const step = facts.steps[i];
  const tree = found.trees[i];
  if (step === undefined || tree === undefined) return [];
  const exposures = exposuresOf(step.tx.decoded);
  const alone: CheckFacts = {
    ...facts,
    calls: tree.flat,
    steps: [step],
    outcomes: facts.outcomes.map((outcome) => ({ ...outcome, steps: outcome.steps.slice(i, i + 1) })),
    changes: balanceChangesOf(step.tx.decoded.transfers),
    exposures,
    ownExposures: exposures.filter(({ owner }) => facts.own.has(owner)),
  };
  const own = runRules(parts.rules, alone, asker.policy?.settings ?? null, GROUPS_OF_A_CALL).reasons;
  return uniqueReasons([...detected.filter(({ call }) => call === i), ...own]);
}

function scored({ request: { chainId }, found, parts, coverage }: JudgeParts): {
  readonly risk: number | null;
  readonly reasons: readonly CheckReason[];
} {
  const none = { risk: null, reasons: [] };
  const [state, scorer] = [parts.stateOf(chainId), parts.scorerOf(chainId)];
  const { simulated, facts, block } = found;
  if (scorer === null || state === null || simulated === null || block === null || simulated.base === null) {
    const why =
      scorer === null ? 'No model is loaded.' : state === null ? 'This process holds no history of the chain.' : 'Nothing was simulated.';
    coverage.skipped('score', why);
    return none;
  }
  const startedAt = parts.nowMs();
  try {
    const scores = simulated.base.steps.map(({ tx }) => {
      // A detector that fails here failed before as well, which told.
      const findings = notesOf(askDetectors(parts.detectors, tx, facts.ctx, () => undefined));
      return scoreOf(tx, scorer, state, block, simulated.plan.base, { findings, labelsOf: facts.ctx.labelsOf });
    });
    coverage.ran('score', parts.nowMs() - startedAt);
    return scores.reduce<{ risk: number | null; reasons: readonly CheckReason[] }>(
      (most, each) => (each.risk > (most.risk ?? -1) ? each : most),
      none,
    );
  } catch (error) {
    coverage.failed('score', messageOf(error), parts.nowMs() - startedAt);
    return none;
  }
}

/** What people said: a reason that was called wrong is told as information, an address that was called malicious is a reason of its own. */
function heard(reasons: readonly CheckReason[], { request: { chainId }, found, parts, asker }: JudgeParts): readonly CheckReason[] {
  const now = parts.nowMs();
  // What is about nobody is about who signs.
  const about = (address: CheckReason['address']) =>
    parts.opinions.about(asker.organisationId, chainId, address ?? found.facts.from).filter(({ expiresAtMs }) => expiresAtMs > now);
  const kept = reasons.map((reason): CheckReason => {
    const contrary = about(reason.address).find(({ says, reasonId }) => says === 'benign' && (reasonId === null || reasonId === reason.id));
    if (contrary === undefined) return reason;
    const evidence = { ...reason.evidence, calledWrongBy: contrary.by, saidBefore: reason.severity };
    return { ...reason, severity: 'info', evidence };
  });
  const { direct, inner } = found.facts.counterparties;
  const reported = [...direct, ...inner].flatMap((address): CheckReason[] => {
    const worse = about(address).find(({ says }) => says === 'malicious');
    return worse === undefined
      ? []
      : [
          {
            id: 'counterparty-reported',
            text: 'Somebody of your organisation reported this address as malicious.',
            severity: 'high',
            address,
            evidence: { by: worse.by },
          },
        ];
  });
  return [...kept, ...reported];
}
