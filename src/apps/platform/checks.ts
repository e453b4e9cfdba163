import { createCallDecoder, type UserAbis } from '../../adapters/abi/viem-call-decoder.js';
import { RpcSimulator } from '../../adapters/simulator/rpc-simulator.js';
import { createPhishingSites } from '../../adapters/sites/phishing-sites.js';
import { createCheckService } from '../../check/check-service.js';
import { KNOWN_FUNCTIONS } from '../../check/decode/known-functions.js';
import { RULES } from '../../check/rules/catalogue.js';
import type { ChainState } from '../../core/state/chain-state.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { rulesVersionOf } from '../../pipeline/analyse/findings.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { CheckPort } from '../checking/checking.js';
import { OpinionBook } from '../checking/opinion-book.js';
import { checksum } from './checksum.js';
import { hashText } from './hash-text.js';
import type { OpenedScorer } from './open-scorer.js';
import { takingRaw } from './raw-transaction.js';

export interface Checks extends Required<CheckPort> {
  /** Names the nodes on which transactions of a chain are simulated from now on. */
  simulateOn(chainId: number, urls: readonly string[]): void;
  close(): Promise<void>;
}

export interface ChecksParts {
  readonly control: Pick<ControlStore, 'opinions'>;
  readonly knowledge: Knowledge;
  readonly scoring: OpenedScorer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly abis: UserAbis;
}

/** The pre-transaction check over the nodes of the followed chains. `stateOf` is the rolling state where this process has it. */
export async function openChecks(
  { control, knowledge, scoring, metrics, logger, abis }: ChecksParts,
  stateOf: (chainId: number) => ChainState | null,
): Promise<Checks> {
  const simulators = new Map<number, RpcSimulator>();
  const simulatorOf = (chainId: number) => simulators.get(chainId) ?? null;
  const opinions = await OpinionBook.open(control.opinions, logger, Date.now);
  const service = createCheckService({
    simulatorOf,
    chains: () => [...simulators.keys()],
    knowledge,
    detectors: CATALOGUE,
    rules: RULES,
    decoder: createCallDecoder(KNOWN_FUNCTIONS, abis),
    siteOf: createPhishingSites(),
    opinions,
    scorerOf: scoring.scorerOf,
    stateOf,
    metrics,
    nowMs: () => performance.timeOrigin + performance.now(), // Steps finer than a millisecond, and never back.
    rulesVersion: rulesVersionOf([...CATALOGUE, ...RULES], hashText),
    hashText,
    checksum,
  });
  return {
    check: takingRaw((request, asker) => service.check(request, asker)),
    simulatorOf,
    historyOf: (chainId) => stateOf(chainId)?.history ?? null,
    opinions,
    simulateOn(chainId, urls) {
      simulators.set(chainId, new RpcSimulator({ chainId, urls }));
    },
    async close() {
      opinions.close();
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
    },
  };
}
