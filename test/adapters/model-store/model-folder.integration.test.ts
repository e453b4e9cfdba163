import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/adapters/migrations.js';
import { readModelFolder, writeModelFolder } from '../../../src/adapters/model-store/model-folder.js';
import { promote, readChampion } from '../../../src/adapters/model-store/model-registry.js';
import { openScorer } from '../../../src/apps/platform/open-scorer.js';
import { isFatal } from '../../../src/core/errors.js';
import { FEATURES } from '../../../src/core/features/schema.js';
import { CALL_SHAPES } from '../../../src/core/score/call-sequence.js';
import { PARTS } from '../../../src/core/score/model-bundle.js';

const MODELS = path.join(packageRoot(), 'ml/models');
const scratch = mkdtempSync(path.join(tmpdir(), 'tocsin-models-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (isFatal(error)) return error.message;
  }
  return 'not refused';
}

/** Sequences of all lengths. */
const sequenceAt = (row: number) =>
  Array.from(
    { length: 5 + (row % 60) },
    (_, i) => `${CALL_SHAPES[(row * 7 + i) % CALL_SHAPES.length]}.0xa9059c${(i % 256).toString(16).padStart(2, '0')}`,
  ).join(' ');

describe('model folders', () => {
  it('hold the champion, with its training, figures and card', () => {
    const model = readChampion(MODELS);
    expect(model?.bundle.id.startsWith(path.basename(model.folder))).toBe(true);
    expect(model?.bundle.trainedUntil).toBe(Date.parse('2023-01-01T00:00:00Z') / 1_000);
    expect(Object.keys(model?.metrics ?? {})).toEqual(['calibration', 'afterTheWindow']);
    expect(readdirSync(model?.folder ?? '').sort()).toEqual(['README.md', 'manifest.json', 'weights.bin']);
  });

  it('are written as they are read', () => {
    const model = readChampion(MODELS);
    if (model === null) throw new Error('no champion');
    const { id, folder } = writeModelFolder(scratch, model.bundle, model.layers, {
      training: model.training,
      metrics: model.metrics,
      card: '',
    });
    expect(id).toBe(model.bundle.id);
    promote(scratch, id);
    expect(readChampion(scratch)).toEqual({ ...model, folder });
  });

  it('are refused when a byte of the weights or of the manifest was changed', () => {
    const model = readChampion(MODELS);
    if (model === null) throw new Error('no champion');
    for (const file of ['weights.bin', 'manifest.json']) {
      const copy = path.join(scratch, `changed-${file}`, path.basename(model.folder));
      cpSync(model.folder, copy, { recursive: true });
      const bytes = readFileSync(path.join(copy, file));
      bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
      writeFileSync(path.join(copy, file), bytes);
      expect(refusalOf(() => readModelFolder(copy))).toContain('npm run train');
    }
  });

  it('are none where no champion is named', () => {
    expect(readChampion(path.join(scratch, 'nowhere'))).toBeNull();
  });

  it('score to the same bits alone and in batches of 64 and 1,024', async () => {
    const { scorer, close } = await openScorer({ modelRuntime: 'auto' });
    if (scorer === null) throw new Error('no champion');
    const rows = 1_024;
    const features = {
      rows,
      values: Float32Array.from({ length: rows * FEATURES.length }, (_, i) => Math.abs(Math.sin(i * 0.7) * 9)),
      known: Uint8Array.from({ length: rows * FEATURES.length }, (_, i) => (i % 11 === 0 ? 0 : 1)),
      segments: Uint8Array.from({ length: rows }, (_, i) => i % 4),
      sequenceOf: sequenceAt,
    };
    const slice = (from: number, count: number) => ({
      rows: count,
      values: features.values.slice(from * FEATURES.length, (from + count) * FEATURES.length),
      known: features.known.slice(from * FEATURES.length, (from + count) * FEATURES.length),
      segments: features.segments.slice(from, from + count),
      sequenceOf: (row: number) => sequenceAt(from + row),
    });
    const whole = scorer.score(features);
    expect(whole.raw.filter((score, i) => i % PARTS.length === PARTS.indexOf('sequence') && score > 0).length).toBeGreaterThan(rows / 2);
    for (const size of [1, 64]) {
      for (let from = 0; from + size <= rows; from += 173) {
        const part = scorer.score(slice(from, size));
        expect([...part.raw]).toEqual([...whole.raw.subarray(from * PARTS.length, (from + size) * PARTS.length)]);
        expect([...part.risk]).toEqual([...whole.risk.subarray(from, from + size)]);
      }
    }
    close();
  });
});
