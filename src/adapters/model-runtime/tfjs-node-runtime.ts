import { messageOf } from '../../core/errors.js';
import type { ModelRuntime } from '../../ports/model-runtime.js';
import { loadNetwork, trainDenoising } from './dense-network.js';
import { loadSequenceNetwork, trainSequenceNetwork } from './sequence-network.js';

/** The native runtime where it loads, or the reason why not. It may load and throw at its first operation (Node 23 and later), so it is tried with a real one. */
export async function probeTfjsNode(): Promise<{ readonly runtime: ModelRuntime } | { readonly reason: string }> {
  try {
    const loaded: unknown = await import('@tensorflow/tfjs-node' as string);
    type Tf = Parameters<typeof loadNetwork>[0];
    const tf = (loaded as { default?: Tf }).default ?? (loaded as Tf);
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]);
    if (product !== 11) return { reason: `its first product was ${product} instead of 11` };
    return {
      runtime: {
        name: 'tfjs-node',
        version: tf.version_core,
        binaryHash: null,
        load: (layers) => loadNetwork(tf, 'tensorflow', layers),
        trainAutoencoder: (rows, columns, options) => trainDenoising(tf, rows, columns, options),
        loadSequence: (model) => loadSequenceNetwork(tf, 'tensorflow', model),
        trainSequence: (sequences, options) => trainSequenceNetwork(tf, sequences, options),
        close: () => undefined,
      },
    };
  } catch (error) {
    return { reason: messageOf(error).split(/\n| imported from /)[0] ?? 'it does not load' };
  }
}
