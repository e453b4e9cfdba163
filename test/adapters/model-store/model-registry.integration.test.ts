import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { writeModelFolder } from '../../../src/adapters/model-store/model-folder.js';
import {
  promote,
  promoteOn,
  readChampion,
  readRegistry,
  rollback,
  setShadow,
  stateOf,
} from '../../../src/adapters/model-store/model-registry.js';
import { openScorer } from '../../../src/apps/platform/open-scorer.js';
import { isFatal } from '../../../src/core/errors.js';
import { FEATURES } from '../../../src/core/features/schema.js';
import { waitUntil } from '../../support/wait-until.js';

const INSTALLED = 'ml/models';
const scratch = mkdtempSync(path.join(tmpdir(), 'tocsin-registry-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A folder with the shipped champion and another model that weighs its parts differently. */
function twoModels(name: string): { readonly parent: string; readonly first: string; readonly second: string } {
  const parent = path.join(scratch, name);
  const champion = readChampion(INSTALLED);
  if (champion === null) throw new Error('no champion');
  const first = path.basename(champion.folder);
  mkdirSync(parent);
  cpSync(champion.folder, path.join(parent, first), { recursive: true });
  const weights = champion.bundle.weights.map((parts) => parts.map((_, part) => (part === 1 ? 1 : 0)));
  const { training, metrics } = champion;
  const { id } = writeModelFolder(parent, { ...champion.bundle, weights }, champion.layers, { training, metrics, card: '' });
  promote(parent, first);
  return { parent, first, second: id.slice(0, 16) };
}

const codeOf = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    return isFatal(error) ? error.code : String(error);
  }
};

describe('the model registry', () => {
  it('knows what each model does, from candidate to retired and back', () => {
    const { parent, first, second } = twoModels('states');
    const states = () => [first, second].map((name) => stateOf(readRegistry(parent), name));
    expect(states()).toEqual(['champion', 'candidate']);
    setShadow(parent, second.slice(0, 8));
    expect(states()).toEqual(['champion', 'shadow']);
    promote(parent, second);
    expect(states()).toEqual(['retired', 'champion']);
    rollback(parent);
    expect(states()).toEqual(['champion', 'shadow']);
    setShadow(parent, null);
    expect(states()).toEqual(['champion', 'candidate']);
  });

  it('refuses what cannot score, and says what to do', () => {
    const { parent, first, second } = twoModels('refusals');
    expect(codeOf(() => promote(parent, 'ffff'))).toBe('no-such-model');
    expect(codeOf(() => setShadow(parent, first))).toBe('already-champion');
    expect(codeOf(() => rollback(parent))).toBe('no-former-champion');
    writeFileSync(path.join(parent, second, 'weights.bin'), 'broken');
    expect(codeOf(() => promote(parent, second))).toBe('model-broken');
    expect(readRegistry(parent).champion).toBe(first);
    writeFileSync(path.join(parent, 'registry.json'), '{');
    expect(codeOf(() => readRegistry(parent))).toBe('bad-registry');
  });
});

const rows = {
  rows: 16,
  values: Float32Array.from({ length: 16 * FEATURES.length }, (_, i) => Math.abs(Math.sin(i) * 9)),
  known: new Uint8Array(16 * FEATURES.length).fill(1),
  segments: new Uint8Array(16),
};

describe('a promotion', () => {
  it('may be for one chain, which the others do not notice', async () => {
    const { parent, first, second } = twoModels('chains');
    const scoring = await openScorer({ modelRuntime: 'wasm' }, { modelsDir: parent });
    const on = (chainId: number) => scoring.scorerOf(chainId)?.bundle.id.slice(0, 16);
    promoteOn(parent, 10, second);
    await waitUntil('chain 10 has its own', () => on(10) === second);
    expect([on(1), stateOf(readRegistry(parent), second)]).toEqual([first, 'champion']);
    promoteOn(parent, 10, null);
    await waitUntil('chain 10 has the one for all', () => on(10) === first);
    expect(codeOf(() => promoteOn(parent, 10, 'ffff'))).toBe('no-such-model');
    scoring.close();
  });

  it('takes over in a process that runs, with its shadow, and back again to the same bits', async () => {
    const { parent, first, second } = twoModels('swap');
    const told: string[] = [];
    const scoring = await openScorer({ modelRuntime: 'wasm' }, { modelsDir: parent, onChange: (note) => told.push(note) });
    const now = () => scoring.scorer?.bundle.id.slice(0, 16);
    const before = scoring.scorer?.score(rows);
    setShadow(parent, second);
    await waitUntil('the shadow scores', async () => scoring.shadow !== null);
    expect([...(scoring.shadow?.score(rows).raw ?? [])]).toEqual([...(before?.raw ?? [])]);
    promote(parent, second);
    await waitUntil('the new champion scores', async () => now() === second);
    expect([...(scoring.scorer?.score(rows).surprise ?? [])]).not.toEqual([...(before?.surprise ?? [])]);
    rollback(parent);
    await waitUntil('the old champion scores again', async () => now() === first);
    expect([...(scoring.scorer?.score(rows).surprise ?? [])]).toEqual([...(before?.surprise ?? [])]);
    expect(scoring.models().map(({ id, state }) => [id.slice(0, 16), state])).toEqual(
      [
        [first, 'champion'],
        [second, 'shadow'],
      ].sort(),
    );
    expect(told.length).toBeGreaterThanOrEqual(3);
    scoring.close();
  });

  it('of a broken model changes nothing but the log', async () => {
    const { parent, first, second } = twoModels('broken');
    const told: string[] = [];
    const scoring = await openScorer({ modelRuntime: 'wasm' }, { modelsDir: parent, onChange: (note) => told.push(note) });
    writeFileSync(path.join(parent, second, 'weights.bin'), 'broken');
    writeFileSync(path.join(parent, 'registry.json'), JSON.stringify({ champion: second, shadow: null, chains: {}, retired: [first] }));
    await waitUntil('it was told', async () => told.length > 0);
    expect(told[0]).toContain('the old ones go on');
    expect(scoring.scorer?.bundle.id.slice(0, 16)).toBe(first);
    expect(scoring.scorer?.score(rows).risk).toHaveLength(16);
    scoring.close();
  });
});
