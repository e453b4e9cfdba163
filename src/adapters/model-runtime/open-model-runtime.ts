import { FatalError } from '../../core/errors.js';
import type { ModelRuntime } from '../../ports/model-runtime.js';
import { probeTfjsNode } from './tfjs-node-runtime.js';
import { createWasmRuntime } from './wasm-runtime.js';

export interface OpenedRuntime {
  readonly runtime: ModelRuntime;
  /** What was chosen and why, for the start to print. */
  readonly note: string;
}

/**
 * Live scores are always WASM's: their bits are evidence, and must come again anywhere. For training `auto` takes tfjs-node where it loads; what is asked for by name is never
 * replaced in silence.
 */
export async function openModelRuntime(preference: 'auto' | 'wasm' | 'tfjs-node', purpose: 'live' | 'train'): Promise<OpenedRuntime> {
  if (preference === 'wasm' || purpose === 'live') {
    const runtime = await createWasmRuntime();
    const why = preference === 'tfjs-node' ? ' (TOCSIN_MODEL_RUNTIME=tfjs-node is for training: the bits of live scores are evidence)' : '';
    return { runtime, note: `model runtime: TensorFlow.js ${runtime.version} on WASM${why}` };
  }
  const probed = await probeTfjsNode();
  if ('runtime' in probed) return { runtime: probed.runtime, note: `model runtime: tfjs-node ${probed.runtime.version}` };
  if (preference === 'tfjs-node') {
    throw new FatalError(
      'no-tfjs-node',
      `TOCSIN_MODEL_RUNTIME=tfjs-node, and @tensorflow/tfjs-node does not work here: ${probed.reason}. Install it, or set TOCSIN_MODEL_RUNTIME=auto.`,
    );
  }
  const runtime = await createWasmRuntime();
  return { runtime, note: `model runtime: TensorFlow.js ${runtime.version} on WASM (tfjs-node is not used: ${probed.reason})` };
}
