import type { ModelBundle } from '../../core/score/model-bundle.js';
import { Scorer } from '../../core/score/scorer.js';
import type { DenseLayer, ModelRuntime } from '../../ports/model-runtime.js';

export interface LoadedScorer {
  readonly scorer: Scorer;
  dispose(): void;
}

/** A model with its networks on a runtime. */
export function loadScorer(runtime: ModelRuntime, bundle: ModelBundle, layers: readonly DenseLayer[]): LoadedScorer {
  const network = runtime.load(layers);
  const sequence = bundle.sequence === null ? null : runtime.loadSequence(bundle.sequence);
  return {
    scorer: new Scorer(
      bundle,
      (scaled, rows) => network.run(scaled, rows),
      sequence === null ? null : (calls) => sequence.surpriseOf(calls),
    ),
    dispose() {
      network.dispose();
      sequence?.dispose();
    },
  };
}
