import type { Scoring } from '../../core/score/scoring.js';
import type { Knowledge, LabelIndex } from '../../pipeline/analyse/knowledge.js';
import type { IngestState } from '../../pipeline/ingest/ingest-stage.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ChainSource, EndpointHealth } from '../../ports/chain-source.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { EventLog } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Notifier } from '../../ports/notifier.js';
import type { CheckPort } from '../checking/checking.js';
import type { Config } from '../platform/config.js';
import type { PrometheusMetrics } from '../platform/metrics.js';
import type { Responses } from '../platform/open-responses.js';
import type { InstalledModel } from '../platform/open-scorer.js';

/** What ingest knows of a chain; how far analysis and alerts are, the API reads from the stores. */
export interface ChainStatus extends IngestState {
  readonly name: string;
  readonly endpoints: readonly EndpointHealth[];
  /** Recorded blocks are read, not a chain that lives: being behind its end is no blindness. */
  readonly isRecording?: boolean;
}

export interface EvidencePort {
  /** What bundles are signed with: Ed25519, SPKI as PEM. */
  readonly publicKey: string;
  /** The signed bundle of an alert, as JSON text; null where the alert has nothing that could be scored again. */
  bundle(alertId: string): Promise<string | null>;
}

export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** The models that score here. */
export interface ApiScoring extends Scoring {
  readonly modelId: string | null;
  /** Risk from which a score is an alert of its own; null without a model. */
  readonly budgetRisk: number | null;
  models(): readonly InstalledModel[];
}

/** Everything that the API serves from. It owns none of it: who opened it closes it. */
export interface ApiParts {
  readonly config: Pick<Config, 'host' | 'port' | 'apiKey' | 'allowPrivateTargets'> &
    Partial<Pick<Config, 'smtp' | 'canary' | 'trustedProxies'>>;
  readonly control: ControlStore;
  readonly analytics: AnalyticsStore;
  readonly log: EventLog;
  /** For test messages; alerts go by the outbox. */
  readonly notifier: Notifier;
  /** Null, or left out: the operator allows no automatic responses. */
  readonly responses?: Responses | null;
  readonly metrics: PrometheusMetrics;
  readonly logger: Logger;
  readonly knowledge: Knowledge & LabelIndex;
  readonly chains: () => Promise<readonly ChainStatus[]>;
  /** Where a chain's blocks and code can be read; null: not here. Left out: nowhere. */
  readonly sourceOf?: (chainId: number) => ChainSource | null;
  /** Null: this process does not check transactions. */
  readonly checks: CheckPort | null;
  /** Labels were given: whoever holds them in memory reads them again. */
  readonly labelsChanged?: () => Promise<void>;
  readonly evidence?: EvidencePort | null;
  /** The built dashboard; null: none is served. */
  readonly dashboardDir: string | null;
  /** The models that score; read anew for each answer. */
  readonly scoring: ApiScoring;
  readonly rulesVersion: string;
  readonly readiness: () => Promise<readonly ReadinessCheck[]>;
  /** Of one key; 3,000 if left out. */
  readonly requestsPerMinute?: number;
  readonly nowMs?: () => number;
  /** How often sockets are looked after; every two seconds where it is left out. */
  readonly lookEveryMs?: number;
}
