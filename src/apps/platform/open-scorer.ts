import path from 'node:path';
import { packageRoot } from '../../adapters/migrations.js';
import { openModelRuntime } from '../../adapters/model-runtime/open-model-runtime.js';
import { readChampion } from '../../adapters/model-store/model-folder.js';
import { SCORE_ALERTS_PER_DAY } from '../../core/score/alert-line.js';
import { Scorer } from '../../core/score/scorer.js';
import { budgetRisk } from '../../core/score/tail.js';
import type { Config } from './config.js';

export interface OpenedScorer {
  /** Null where no model is installed: nothing is scored then, and every block says so. */
  readonly scorer: Scorer | null;
  readonly modelId: string | null;
  readonly budgetRisk: number | null;
  /** Which model on which runtime, or what to do about none. */
  readonly note: string;
  close(): void;
}

/** The champion below ml/models, on the runtime for live scores. A broken model stops the start; a missing one is told. */
export async function openScorer(config: Pick<Config, 'modelRuntime'>): Promise<OpenedScorer> {
  const model = readChampion(path.join(packageRoot(), 'ml/models'));
  if (model === null) {
    const note =
      'no model is installed: transactions are not scored, and every block is partial with the reason no-model; npm run train makes one';
    return { scorer: null, modelId: null, budgetRisk: null, note, close: () => undefined };
  }
  const { runtime, note } = await openModelRuntime(config.modelRuntime, 'live');
  const network = runtime.load(model.layers);
  const { bundle } = model;
  return {
    scorer: new Scorer(bundle, (scaled, rows) => network.run(scaled, rows)),
    modelId: bundle.id,
    budgetRisk: budgetRisk(bundle.transactionsPerDay, SCORE_ALERTS_PER_DAY),
    note: `model ${bundle.id.slice(0, 16)}; ${note}`,
    close() {
      network.dispose();
      runtime.close();
    },
  };
}
