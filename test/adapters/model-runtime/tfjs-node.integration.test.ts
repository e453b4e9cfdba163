import { expect, it } from '@jest/globals';
import { openModelRuntime } from '../../../src/adapters/model-runtime/open-model-runtime.js';
import { probeTfjsNode } from '../../../src/adapters/model-runtime/tfjs-node-runtime.js';
import { isFatal } from '../../../src/core/errors.js';
import { modelRuntimeContract } from '../../contract/model-runtime.js';

const probed = await probeTfjsNode();

if ('runtime' in probed) {
  const { runtime } = probed;
  modelRuntimeContract('tfjs-node', async () => runtime, { isBitExact: false });

  it('is the one that trains', async () => {
    expect((await openModelRuntime('auto', 'train')).runtime.name).toBe('tfjs-node');
  });
} else {
  process.stderr.write(`SKIPPED: tfjs-node does not load here: ${probed.reason}\n`);

  it('is needed where CI runs', () => {
    expect(process.env['CI']).toBeUndefined();
  });

  it('is never replaced in silence where it was asked for by name', async () => {
    const refusal = await openModelRuntime('tfjs-node', 'train').catch((error: unknown) => error);
    expect(isFatal(refusal) && refusal.code).toBe('no-tfjs-node');
  });
}
