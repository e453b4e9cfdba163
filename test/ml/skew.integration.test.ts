import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRecordedRows, WITHOUT_LABELS } from '../../ml/datasets/recorded-rows.js';
import { ReplayChainSource, readReplayManifest } from '../../src/adapters/chain-source/replay-chain-source.js';
import { decodeRecord, encodeRecord } from '../../src/adapters/codec/record-codec.js';
import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { hashText } from '../../src/apps/platform/hash-text.js';
import { openScorer } from '../../src/apps/platform/open-scorer.js';
import { FEATURES } from '../../src/core/features/schema.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { makeLab } from '../../src/lab/make-lab.js';
import { AnalyseStage } from '../../src/pipeline/analyse/analyse-stage.js';
import type { TransactionRow } from '../../src/ports/analytics-store.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';
import { runIngest } from '../support/ingest.js';
import { SILENT_LOGGER } from '../support/records.js';

describe('features for training and for serving', () => {
  const lab = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-skew-')), 'lab');
  beforeAll(async () => {
    await makeLab({ seed: 9, blocks: 120, attacks: 8, out: lab });
  }, 120_000);
  afterAll(() => rmSync(path.dirname(lab), { recursive: true, force: true }));

  it('are the same to the bit, offline and online, and across a restart', async () => {
    const offline = await readRecordedRows({ folders: [lab], detectors: CATALOGUE });
    const control = await openControlStore({ migrate: true });
    const scoring = await openScorer({ modelRuntime: 'wasm' });
    const rows: TransactionRow[] = [];
    const stageOf = () =>
      new AnalyseStage({
        log: {
          durable: true,
          publish: async () => undefined,
          subscribe: () => Promise.reject(new Error('nobody reads here')),
          lag: async () => 0,
          close: async () => undefined,
        },
        analytics: {
          append: async ({ transactions }) => void rows.push(...transactions),
          retract: async () => undefined,
          gap: async () => undefined,
          fillGap: async () => undefined,
          flush: async () => undefined,
          rewind: async () => undefined,
        },
        cursors: control.cursors,
        snapshots: control.snapshots,
        detectors: CATALOGUE,
        scoring,
        knowledge: WITHOUT_LABELS,
        metrics: SILENT_METRICS,
        logger: SILENT_LOGGER,
        nowMs: () => 0,
        hashText,
        encode: encodeRecord,
        decode: decodeRecord,
      });
    const ingest = await runIngest(await ReplayChainSource.open(lab, readReplayManifest(lab).chainId ?? 0, 'max'), control, { from: null });
    await ingest.drained();
    const half = ingest.events.length >> 1;
    for (const events of [ingest.events.slice(0, half), ingest.events.slice(half)]) {
      const stage = stageOf();
      for (const event of events) await stage.handle([event]);
      await stage.close();
    }
    scoring.close();
    await control.close();
    expect(rows).toHaveLength(offline.rows);
    const width = FEATURES.length;
    for (const [row, { features, hash }] of rows.entries()) {
      const known = offline.known.subarray(row * width, (row + 1) * width);
      const values = offline.values.subarray(row * width, (row + 1) * width);
      const kept = Float32Array.from(values, (value, column) => (known[column] === 1 ? value : Number.NaN));
      const differing = FEATURES.flatMap(({ id }, column) =>
        Object.is(features?.[column], kept[column]) ? [] : [`${id}: ${features?.[column]} online, ${kept[column]} offline`],
      );
      expect([hash, differing]).toEqual([hash, []]);
    }
  }, 120_000);
});
