import type { UnsignedCheckRequest } from '../../contracts/check.js';
import type { CheckAnswer, DecodedCallView } from '../../contracts/check-answer.js';
import type { Address } from '../../core/chain/block.js';
import { NATIVE } from '../../core/chain/decoded.js';
import { severityRank } from '../../core/detect/finding.js';
import type { CheckParts } from '../check-parts.js';
import type { CheckAsker } from '../check-service.js';
import type { CheckCoverage, Coverage } from '../coverage.js';
import type { CallNode } from '../decode/call-tree.js';
import type { CheckFacts, StepOutcome } from '../facts.js';
import type { Found } from '../investigation.js';
import type { Judged } from '../judge.js';
import type { CheckReason } from '../reasons.js';
import { type BalanceChange, balanceChangesOf } from '../simulate/balance-changes.js';
import { type Exposure, exposuresOf } from '../simulate/exposures.js';
import type { SimulatedSteps } from '../simulate/simulate-steps.js';
import type { Subject } from '../subjects/subject.js';
import { verdictOf } from '../verdict.js';
import { actionsOf } from './actions.js';
import { caveatsOf } from './caveats.js';
import { decimalText } from './decimal-text.js';
import { validUntilMs } from './validity.js';

export interface AnswerParts {
  readonly id: string;
  readonly request: UnsignedCheckRequest;
  readonly subject: Subject;
  readonly found: Found;
  readonly judged: Judged;
  readonly coverage: Coverage;
  readonly asker: CheckAsker;
  readonly startedAt: number;
  readonly waitedMs: number;
  readonly parts: CheckParts;
}

type Shown = (address: Address) => string;

/** All that was found, in the shape of the wire. */
export function answerOf(given: AnswerParts): CheckAnswer {
  const { id, request, subject, found, judged, parts, asker } = given;
  const { facts, simulated, block } = found;
  const shown: Shown = parts.checksum ?? ((address) => address);
  const coverage = given.coverage.list();
  const reasons = sorted(judged.reasons);
  const endedAt = parts.nowMs();
  const isSeen = simulated !== null && simulated.base !== null;
  const validUntil = block === null ? null : validUntilMs(facts, endedAt);
  return {
    id,
    requestId: request.requestId ?? id,
    chainId: request.chainId,
    kind: subject.kind,
    from: shown(subject.from),
    verdict: verdictOf(reasons, coverage),
    reasons: reasons.map((reason) => reasonView(reason, shown)),
    coverage: [...coverage],
    simulation: simulationView(simulated, null),
    diverged: facts.divergences.length > 0,
    // What was not simulated has no outcome to tell.
    balanceChanges: isSeen ? facts.changes.map((change) => changeView(change, facts, shown)) : [],
    exposures: facts.exposures.map((exposure) => exposureView(exposure, facts, shown)),
    actions: actionsOf(facts, isSeen).map((action) => ({ ...action, contract: action.contract === null ? null : shown(action.contract) })),
    decoded: found.trees[0] === undefined || subject.kind === 'calls' ? null : callView(found.trees[0].root, facts, shown),
    scheme: schemeOf(facts),
    calls: subject.kind === 'calls' ? found.trees.map((_, i) => checkedCall(i, given, coverage, shown)) : [],
    counterparties: counterpartiesView(facts, shown),
    caveats: isSeen ? [...caveatsOf(facts, validUntil)] : [],
    gas: isSeen ? gasOf(facts.steps) : null,
    score: judged.risk,
    block: block === null ? null : { number: block.number, hash: block.hash },
    validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
    modelId: subject.steps.length === 0 ? null : (parts.scorerOf(request.chainId)?.bundle.id ?? null),
    rulesVersion: parts.rulesVersion,
    policy: asker.policy?.name ?? null,
    recheckOf: null,
    changes: [],
    feedbackToken: null,
    latencyMs: round(endedAt - given.startedAt),
    simulationMs: round(given.waitedMs),
  };
}

function sorted(reasons: readonly CheckReason[]): readonly CheckReason[] {
  return [...reasons].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function reasonView({ id, text, severity, address, evidence, call }: CheckReason, shown: Shown): CheckAnswer['reasons'][number] {
  return {
    id,
    text,
    severity,
    address: address === null ? null : shown(address),
    evidence: call === undefined ? { ...evidence } : { ...evidence, call },
  };
}

function schemeOf({ signature, message }: CheckFacts): string | null {
  if (signature !== null) return signature.intent?.scheme ?? null;
  return message !== null && message.signIn !== null ? 'Sign-In with Ethereum' : null;
}

/** Of all steps, or of one. */
function simulationView(simulated: SimulatedSteps | null, step: number | null): CheckAnswer['simulation'] {
  return (simulated?.runs ?? []).map(({ environment: { name }, simulation }) => {
    if (simulation.kind !== 'ran') return { environment: name, status: simulation.kind, reason: simulation.reason, gasUsed: null };
    const runs = step === null ? simulation.runs : simulation.runs.slice(step, step + 1);
    const reverted = runs.find(({ status }) => status === 'reverted');
    const gas = runs.map(({ gasUsed }) => gasUsed);
    return {
      environment: name,
      status: reverted === undefined ? 'succeeded' : 'reverted',
      reason: reverted?.revertReason ?? null,
      gasUsed: gas.includes(null) ? null : gas.reduce<number>((sum, used) => sum + (used ?? 0), 0),
    };
  });
}

function gasOf(steps: readonly StepOutcome[]): number | null {
  return steps.some(({ gasUsed }) => gasUsed === null) ? null : steps.reduce((sum, { gasUsed }) => sum + (gasUsed ?? 0), 0);
}

function checkedCall(i: number, given: AnswerParts, coverage: readonly CheckCoverage[], shown: Shown): CheckAnswer['calls'][number] {
  const { found, judged } = given;
  const { facts } = found;
  const reasons = sorted(judged.ofCalls[i] ?? []);
  const step = found.simulated?.base?.steps[i];
  const tree = found.trees[i];
  if (tree === undefined) throw new RangeError(`There is no call ${i}.`);
  return {
    index: i,
    verdict: verdictOf(reasons, coverage),
    reasons: reasons.map((reason) => reasonView(reason, shown)),
    simulation: simulationView(found.simulated, i),
    decoded: callView(tree.root, facts, shown),
    balanceChanges: step === undefined ? [] : balanceChangesOf(step.tx.decoded.transfers).map((change) => changeView(change, facts, shown)),
    exposures: step === undefined ? [] : exposuresOf(step.tx.decoded).map((exposure) => exposureView(exposure, facts, shown)),
    gas: step?.gasUsed ?? null,
  };
}

function callView(node: CallNode, facts: CheckFacts, shown: Shown): DecodedCallView {
  return {
    to: node.to === null ? null : shown(node.to),
    selector: node.selector,
    signature: node.decoded?.signature ?? null,
    function: node.decoded?.name ?? null,
    arguments: (node.decoded?.arguments ?? []).map(({ name, type, value }) => ({ name, type, value })),
    value: node.valueWei.toString(),
    operation: node.operation,
    proxies: (node.to === null ? [] : (facts.codeOf(node.to)?.proxies ?? [])).map(({ kind, implementation }) => ({
      kind,
      implementation: shown(implementation),
    })),
    calls: node.calls.map((inner) => callView(inner, facts, shown)),
  };
}

function changeView(
  { party, token, standard, amount, tokenId }: BalanceChange,
  facts: CheckFacts,
  shown: Shown,
): CheckAnswer['balanceChanges'][number] {
  const decimals = standard === 'native' ? 18 : standard === 'erc20' ? (facts.tokenOf(token)?.decimals ?? facts.ctx.decimalsOf(token)) : 0;
  const price = facts.ctx.priceUsdOf(token);
  const usd = price === null || decimals === null || standard === 'erc721' ? null : (Number(amount) / 10 ** decimals) * price;
  return {
    party: shown(party),
    asset: token === NATIVE ? null : shown(token),
    symbol: standard === 'native' ? null : (facts.tokenOf(token)?.symbol ?? null),
    standard,
    amount: amount.toString(),
    decimal: decimals === null ? null : decimalText(amount, decimals),
    direction: amount < 0n ? 'out' : 'in',
    tokenId: tokenId === null ? null : tokenId.toString(),
    usd: usd === null ? null : Math.round(usd * 100) / 100,
  };
}

function exposureView(exposure: Exposure, facts: CheckFacts, shown: Shown): CheckAnswer['exposures'][number] {
  const { kind, owner, spender, token, limit, unlimited, expiresAt } = exposure;
  const held = facts.heldOf(owner, token);
  const isPieces = kind === 'for-all' || kind === 'erc721' || kind === 'nft-permit';
  const decimals = isPieces ? 0 : (facts.tokenOf(token)?.decimals ?? facts.ctx.decimalsOf(token));
  const atRisk = held === null ? null : kind === 'for-all' || held < limit ? held : limit;
  return {
    kind,
    owner: shown(owner),
    spender: shown(spender),
    token: shown(token),
    limit: limit.toString(),
    unlimited,
    expiresAt: expiresAt === null ? null : timeOf(expiresAt),
    atRisk: atRisk === null ? null : atRisk.toString(),
    atRiskDecimal: atRisk === null || decimals === null ? null : decimalText(atRisk, decimals),
    symbol: facts.tokenOf(token)?.symbol ?? null,
  };
}

/** Permit2 takes expiries that no calendar has; they are as good as never. */
function timeOf(seconds: number): string | null {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function counterpartiesView({ counterparties, ctx, codeOf, from }: CheckFacts, shown: Shown): CheckAnswer['counterparties'] {
  const { history } = ctx;
  const isWatched = history.watchedSince() !== null;
  const paid = new Set(isWatched ? history.paidBy(from) : []);
  return [...new Set([...counterparties.direct, ...counterparties.inner])].map((address) => {
    const delegate = codeOf(address)?.delegatesTo ?? null;
    const seenAt = history.firstSeenAt(address);
    return {
      address: shown(address),
      code: ctx.codeOf(address),
      labels: ctx.labelsOf(address).map(({ category }) => category),
      delegatesTo: delegate === null ? null : shown(delegate),
      firstSeenAt: seenAt === null ? null : timeOf(seenAt),
      knownToAccount: isWatched ? paid.has(address) : null,
    };
  });
}
