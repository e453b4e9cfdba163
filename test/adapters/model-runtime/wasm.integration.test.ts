import { expect, it } from '@jest/globals';
import { openModelRuntime } from '../../../src/adapters/model-runtime/open-model-runtime.js';
import { createWasmRuntime } from '../../../src/adapters/model-runtime/wasm-runtime.js';
import { modelRuntimeContract } from '../../contract/model-runtime.js';

modelRuntimeContract('WASM', createWasmRuntime, { isBitExact: true });

it('is the one for live scores, and its binary is known by its hash', async () => {
  const { runtime, note } = await openModelRuntime('auto', 'live');
  expect(runtime.name).toBe('wasm');
  expect(note).toContain('on WASM');
  // DETECTION §7: the pinned binary of 4.22.0.
  expect(runtime.binaryHash).toMatch(/^77ebb28a6d34f371dbbf/);
});
