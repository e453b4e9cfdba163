import { createCallDecoder } from '../../adapters/abi/viem-call-decoder.js';
import { RpcSimulator } from '../../adapters/simulator/rpc-simulator.js';
import { createCheckService } from '../../check/check-service.js';
import { KNOWN_FUNCTIONS } from '../../check/decode/known-functions.js';
import { NO_OPINIONS } from '../../check/opinions.js';
import { RULES } from '../../check/rules/catalogue.js';
import type { CheckRequest } from '../../contracts/check.js';
import type { CheckAnswer } from '../../contracts/check-answer.js';
import type { ChainState } from '../../core/state/chain-state.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { rulesVersionOf } from '../../pipeline/analyse/findings.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { Metrics } from '../../ports/metrics.js';
import { checksum } from './checksum.js';
import { hashText } from './hash-text.js';
import type { OpenedScorer } from './open-scorer.js';
import { takingRaw } from './raw-transaction.js';

export interface Checks {
  check(request: CheckRequest): Promise<CheckAnswer>;
  /** Names the nodes on which transactions of a chain are simulated from now on. */
  simulateOn(chainId: number, urls: readonly string[]): void;
  close(): Promise<void>;
}

export interface ChecksParts {
  readonly knowledge: Knowledge;
  readonly scoring: OpenedScorer;
  readonly metrics: Metrics;
}

/** The pre-transaction check over the nodes of the followed chains. `stateOf` is the rolling state where this process has it. */
export function createChecks({ knowledge, scoring, metrics }: ChecksParts, stateOf: (chainId: number) => ChainState | null): Checks {
  const simulators = new Map<number, RpcSimulator>();
  const service = createCheckService({
    simulatorOf: (chainId) => simulators.get(chainId) ?? null,
    knowledge,
    detectors: CATALOGUE,
    rules: RULES,
    decoder: createCallDecoder(KNOWN_FUNCTIONS),
    siteOf: null,
    opinions: NO_OPINIONS,
    scorerOf: scoring.scorerOf,
    stateOf,
    metrics,
    nowMs: () => performance.timeOrigin + performance.now(), // Steps finer than a millisecond, and never back.
    rulesVersion: rulesVersionOf(CATALOGUE, hashText),
    hashText,
    checksum,
  });
  return {
    check: takingRaw((request) => service.check(request)),
    simulateOn(chainId, urls) {
      simulators.set(chainId, new RpcSimulator({ chainId, urls }));
    },
    async close() {
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
    },
  };
}
