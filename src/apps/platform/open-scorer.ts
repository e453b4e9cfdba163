import path from 'node:path';
import { packageRoot } from '../../adapters/migrations.js';
import { type LoadedScorer, loadScorer } from '../../adapters/model-runtime/load-scorer.js';
import { openModelRuntime } from '../../adapters/model-runtime/open-model-runtime.js';
import { readModelFolder } from '../../adapters/model-store/model-folder.js';
import { type ModelRegistry, type ModelState, modelNames, readRegistry, stateOf } from '../../adapters/model-store/model-registry.js';
import { messageOf } from '../../core/errors.js';
import { SCORE_ALERTS_PER_DAY } from '../../core/score/alert-line.js';
import { PARTS } from '../../core/score/model-bundle.js';
import type { Scorer } from '../../core/score/scorer.js';
import type { Scoring } from '../../core/score/scoring.js';
import { budgetRisk } from '../../core/score/tail.js';
import type { ModelRuntime } from '../../ports/model-runtime.js';
import type { Config } from './config.js';

export const MODELS_DIR = path.join(packageRoot(), 'ml/models');
/** How soon a promotion is noticed. */
const LOOK_EVERY_MS = 1_000;

export interface OpenedScorer extends Scoring {
  /** The champion for all chains that have none of their own; what follows is of it. */
  readonly scorer: Scorer | null;
  readonly modelId: string | null;
  readonly budgetRisk: number | null;
  /** Every model that is installed, and what it does. */
  models(): readonly InstalledModel[];
  /** Which model on which runtime, or what to do about none. */
  readonly note: string;
  close(): void;
}

export interface ScorerOptions {
  readonly modelsDir?: string;
  /** Told when other models score from now on, or when those that were named cannot. */
  readonly onChange?: (note: string) => void;
}

export interface InstalledModel {
  readonly id: string;
  readonly state: ModelState;
  /** Seconds since the epoch; null of one that cannot be read, which `problem` says. */
  readonly trainedUntil: number | null;
  readonly weights: Readonly<Record<string, number>>;
  readonly training: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly problem: string | null;
}

const NO_MODEL =
  'no model is installed: transactions are not scored, and every block is partial with the reason no-model; npm run train makes one';

/**
 * The champion and its shadow, on the runtime for live scores; another promotion is noticed and takes over between two blocks. A broken champion stops the start and
 * leaves the old one scoring later on; a missing one is told.
 */
export async function openScorer(config: Pick<Config, 'modelRuntime'>, options: ScorerOptions = {}): Promise<OpenedScorer> {
  const { modelsDir = MODELS_DIR, onChange = () => undefined } = options;
  const { runtime, note: runtimeNote } = await openModelRuntime(config.modelRuntime, 'live');
  let registry = readRegistry(modelsDir);
  let loaded = loadNamed(modelsDir, registry, new Map(), runtime);
  const of = (name: string | null | undefined) => (name === null || name === undefined ? null : (loaded.get(name)?.scorer ?? null));
  const champion = () => of(registry.champion);

  function look(): void {
    try {
      const now = readRegistry(modelsDir);
      if (JSON.stringify(now) === JSON.stringify(registry)) return;
      // All are loaded before any takes over: a broken one changes nothing.
      const next = loadNamed(modelsDir, now, loaded, runtime);
      const before = loaded;
      [registry, loaded] = [now, next];
      // Scoring is one synchronous step: nobody holds an old network here.
      for (const [name, { dispose }] of before) if (!next.has(name)) dispose();
      onChange(`model ${now.champion ?? 'none'} scores from now on${now.shadow === null ? '' : `, ${now.shadow} beside it`}`);
    } catch (error) {
      onChange(`the models that were named cannot be used, the old ones go on: ${messageOf(error)}`);
    }
  }

  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return {
    scorerOf: (chainId) => of(registry.chains[String(chainId)]) ?? champion(),
    get scorer() {
      return champion();
    },
    get shadow() {
      return of(registry.shadow);
    },
    get modelId() {
      return champion()?.bundle.id ?? null;
    },
    get budgetRisk() {
      const bundle = champion()?.bundle;
      return bundle === undefined ? null : budgetRisk(bundle.transactionsPerDay, SCORE_ALERTS_PER_DAY);
    },
    models: () => modelNames(modelsDir).map((name) => installed(modelsDir, name, stateOf(readRegistry(modelsDir), name))),
    note: registry.champion === null ? NO_MODEL : `model ${registry.champion}; ${runtimeNote}`,
    close() {
      clearInterval(timer);
      for (const { dispose } of loaded.values()) dispose();
      runtime.close();
    },
  };
}

/** Every model that the registry names, those that are loaded already as they are. */
function loadNamed(
  modelsDir: string,
  { champion, shadow, chains }: ModelRegistry,
  before: ReadonlyMap<string, LoadedScorer>,
  runtime: ModelRuntime,
): ReadonlyMap<string, LoadedScorer> {
  const names = new Set([champion, shadow, ...Object.values(chains)].filter((name) => name !== null));
  return new Map([...names].map((name) => [name, before.get(name) ?? load(modelsDir, name, runtime)]));
}

function load(modelsDir: string, name: string, runtime: ModelRuntime): LoadedScorer {
  const { bundle, layers } = readModelFolder(path.join(modelsDir, name));
  return loadScorer(runtime, bundle, layers);
}

function installed(modelsDir: string, name: string, state: ModelState): InstalledModel {
  try {
    const { bundle, training, metrics } = readModelFolder(path.join(modelsDir, name));
    const weights = Object.fromEntries(PARTS.map((part, i) => [part, bundle.weights[0]?.[i] ?? 0]));
    return { id: bundle.id, state, trainedUntil: bundle.trainedUntil, weights, training, metrics, problem: null };
  } catch (error) {
    return { id: name, state, trainedUntil: null, weights: {}, training: {}, metrics: {}, problem: messageOf(error) };
  }
}
