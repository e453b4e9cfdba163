import type { Address } from '../core/chain/block.js';
import type { Detector } from '../core/detect/detector.js';
import type { Scorer } from '../core/score/scorer.js';
import type { ChainState } from '../core/state/chain-state.js';
import type { Metrics } from '../ports/metrics.js';
import type { Simulator } from '../ports/simulator.js';
import type { CheckKnowledge } from './check-knowledge.js';

/** What the check needs from outside. */
export interface CheckParts {
  /** Null: the chain is not watched here. */
  readonly simulatorOf: (chainId: number) => Simulator | null;
  readonly knowledge: CheckKnowledge;
  readonly detectors: readonly Detector[];
  /** The model that scores a chain; null where none is loaded. */
  readonly scorerOf: (chainId: number) => Scorer | null;
  /** The live state of the chain, which is read and never changed; null where this process has none. */
  readonly stateOf: (chainId: number) => ChainState | null;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly rulesVersion: string;
  readonly hashText: (text: string) => string;
  /** As the wire shows addresses; left out, they stay lower case. */
  readonly checksum?: (address: Address) => string;
}
