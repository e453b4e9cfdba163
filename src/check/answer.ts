import type { CheckAnswer, TransactionCheckRequest, UnsignedCheckRequest } from '../contracts/check.js';
import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import type { DetectContext, InspectedTransaction } from '../core/detect/detector.js';
import { severityRank } from '../core/detect/finding.js';
import type { SimulationBlock } from '../ports/simulator.js';
import { balanceChangesOf } from './balance-changes.js';
import type { CheckParts } from './check-parts.js';
import type { Counterparties } from './counterparties.js';
import type { CheckCoverage } from './coverage.js';
import { type Exposure, exposuresOf } from './exposures.js';
import type { CheckReason } from './reasons.js';
import type { EnvironmentRun } from './run-simulations.js';
import { signatureOf } from './signatures.js';
import type { SimulatedRequest } from './simulate-request.js';
import { verdictOf } from './verdict.js';

/** After this the chain may have moved so far that the answer says little. */
const VALID_FOR_MS = 30_000;

export interface AnswerParts {
  readonly id: string;
  readonly request: TransactionCheckRequest;
  readonly tx: InspectedTransaction;
  readonly simulated: SimulatedRequest | null;
  readonly counterparties: Counterparties;
  readonly ctx: DetectContext;
  readonly reasons: readonly CheckReason[];
  readonly coverage: readonly CheckCoverage[];
  readonly risk: number | null;
  readonly startedAt: number;
  readonly parts: CheckParts;
}

/** All that was found of a transaction, in the shape of the wire. */
export function answerOf(found: AnswerParts): CheckAnswer {
  const { tx, simulated, parts } = found;
  const shown = parts.checksum ?? ((address: Address) => address);
  return {
    ...commonAnswer({ ...found, block: simulated?.block ?? null }),
    simulation: (simulated?.runs ?? []).map(simulationView),
    diverged: simulated?.diverged ?? false,
    // What was not simulated has no outcome to tell.
    ...(simulated === null || simulated.base === null ? {} : effectsOf(tx, shown)),
    decoded: { selector: tx.decoded.selector, signature: signatureOf(tx.decoded.selector) },
    gas: simulated?.base?.gasUsed ?? null,
    score: found.risk,
    modelId: parts.scorerOf(found.request.chainId)?.bundle.id ?? null,
  };
}

/** What every answer has, whatever was asked about. */
export type CommonParts = Pick<AnswerParts, 'id' | 'counterparties' | 'ctx' | 'reasons' | 'coverage' | 'startedAt' | 'parts'> & {
  readonly request: Pick<UnsignedCheckRequest, 'chainId' | 'requestId'>;
  readonly block: SimulationBlock | null;
};

/** An answer without effects: nothing was simulated, nothing was scored. */
export function commonAnswer(found: CommonParts): CheckAnswer {
  const { id, request, block, coverage, parts } = found;
  const shown = parts.checksum ?? ((address: Address) => address);
  const reasons = [...found.reasons].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const endedAt = parts.nowMs();
  return {
    id,
    requestId: request.requestId ?? id,
    chainId: request.chainId,
    verdict: verdictOf(reasons, coverage),
    reasons: reasons.map((reason) => ({
      ...reason,
      address: reason.address === null ? null : shown(reason.address),
      evidence: { ...reason.evidence },
    })),
    coverage: [...coverage],
    simulation: [],
    diverged: false,
    balanceChanges: [],
    exposures: [],
    decoded: { selector: null, signature: null },
    counterparties: counterpartiesView(found, shown),
    gas: null,
    score: null,
    block: block === null ? null : { number: block.number, hash: block.hash },
    validUntil: block === null ? null : new Date(endedAt + VALID_FOR_MS).toISOString(),
    modelId: null,
    rulesVersion: parts.rulesVersion,
    latencyMs: Math.round((endedAt - found.startedAt) * 10) / 10,
  };
}

function simulationView({ environment, simulation }: EnvironmentRun): CheckAnswer['simulation'][number] {
  if (simulation.kind !== 'ran')
    return { environment: environment.name, status: simulation.kind, reason: simulation.reason, gasUsed: null };
  return { environment: environment.name, status: simulation.status, reason: simulation.revertReason, gasUsed: simulation.gasUsed };
}

function effectsOf(
  { decoded }: InspectedTransaction,
  shown: (address: Address) => string,
): Pick<CheckAnswer, 'balanceChanges' | 'exposures'> {
  return {
    balanceChanges: balanceChangesOf(decoded.transfers).map(({ party, token, standard, amount, tokenId }) => ({
      party: shown(party),
      asset: token === NATIVE ? null : shown(token),
      standard,
      amount: amount.toString(),
      tokenId: tokenId === null ? null : tokenId.toString(),
    })),
    exposures: exposuresOf(decoded).map((exposure) => exposureView(exposure, shown)),
  };
}

/** What somebody may take, as the wire shows it. */
export function exposureView(
  { kind, owner, spender, token, limit, unlimited, expiresAt }: Exposure,
  shown: (address: Address) => string,
): CheckAnswer['exposures'][number] {
  return {
    kind,
    owner: shown(owner),
    spender: shown(spender),
    token: shown(token),
    limit: limit.toString(),
    unlimited,
    expiresAt: expiresAt === null ? null : timeOf(expiresAt),
  };
}

/** Permit2 takes expiries that no calendar has; they are as good as never. */
function timeOf(seconds: number): string | null {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function counterpartiesView({ counterparties, ctx }: CommonParts, shown: (address: Address) => string): CheckAnswer['counterparties'] {
  return [...new Set([...counterparties.direct, ...counterparties.inner])].map((address) => ({
    address: shown(address),
    code: ctx.codeOf(address),
    labels: ctx.labelsOf(address).map(({ category }) => category),
  }));
}
