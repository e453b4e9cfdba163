import type { Address } from '../core/chain/block.js';
import type { Detector } from '../core/detect/detector.js';
import type { Scorer } from '../core/score/scorer.js';
import type { ChainState } from '../core/state/chain-state.js';
import type { CallDecoder } from '../ports/call-decoder.js';
import type { Metrics } from '../ports/metrics.js';
import type { Simulator } from '../ports/simulator.js';
import type { CheckKnowledge } from './check-knowledge.js';
import type { SiteFacts } from './facts.js';
import type { Opinions } from './opinions.js';
import type { CheckRule } from './rule.js';

/** What the check needs from outside. */
export interface CheckParts {
  /** Null: the chain is not watched here. */
  readonly simulatorOf: (chainId: number) => Simulator | null;
  /** Chains that have a simulator; left out: only those that are asked for. */
  readonly chains?: () => readonly number[];
  readonly knowledge: CheckKnowledge;
  readonly detectors: readonly Detector[];
  readonly rules: readonly CheckRule[];
  readonly decoder: CallDecoder;
  /** Null: there is no list of sites here. */
  readonly siteOf: ((host: string) => SiteFacts) | null;
  /** What people said of reasons and addresses. */
  readonly opinions: Opinions;
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
