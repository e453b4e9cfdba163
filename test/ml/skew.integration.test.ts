import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RowTable, readRecordedRows, WITHOUT_LABELS } from '../../ml/datasets/recorded-rows.js';
import { rangeSource, storedSource } from '../../ml/datasets/training-sources.js';
import { openAnalyticsStore } from '../../src/adapters/analytics-store/open-analytics-store.js';
import { ReplayChainSource, readReplayManifest } from '../../src/adapters/chain-source/replay-chain-source.js';
import { decodeRecord, encodeRecord } from '../../src/adapters/codec/record-codec.js';
import { hashText } from '../../src/apps/platform/hash-text.js';
import { openScorer } from '../../src/apps/platform/open-scorer.js';
import { FEATURES } from '../../src/core/features/schema.js';
import { NO_MONITORS } from '../../src/core/monitor/monitor-set.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { makeLab } from '../../src/lab/make-lab.js';
import { AnalyseStage } from '../../src/pipeline/analyse/analyse-stage.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';
import { openTestControlStore } from '../support/control-store.js';
import { runIngest } from '../support/ingest.js';
import { SILENT_LOGGER } from '../support/records.js';

const AS_LIVE = { detectors: CATALOGUE, leaveOut: new Set<`0x${string}`>() };

/** Values that differ by a bit, or that one side does not know; a feature once. */
function differences(one: RowTable, other: RowTable): readonly string[] {
  const found = new Set<string>();
  for (let at = 0; at < one.values.length; at += 1)
    if (!Object.is(one.values[at], other.values[at]) || one.known[at] !== other.known[at])
      found.add(FEATURES[at % FEATURES.length]?.id ?? '');
  return [...found];
}

describe('features for training and for serving', () => {
  const lab = path.join(mkdtempSync(path.join(tmpdir(), 'tocsin-skew-')), 'lab');
  beforeAll(async () => {
    await makeLab({ seed: 9, blocks: 120, attacks: 8, out: lab });
  }, 120_000);
  afterAll(() => rmSync(path.dirname(lab), { recursive: true, force: true }));

  it('are the same to the bit, offline and online, and across a restart', async () => {
    const offline = await readRecordedRows({ folders: [lab], detectors: CATALOGUE });
    const control = await openTestControlStore();
    const scoring = await openScorer({ modelRuntime: 'wasm' });
    const analytics = await openAnalyticsStore({ migrate: true, logger: SILENT_LOGGER });
    const stageOf = () =>
      new AnalyseStage({
        log: {
          durable: true,
          publish: async () => undefined,
          subscribe: () => Promise.reject(new Error('nobody reads here')),
          lag: async () => 0,
          close: async () => undefined,
        },
        analytics: analytics.writer,
        cursors: control.cursors,
        snapshots: control.snapshots,
        detectors: CATALOGUE,
        scoring,
        knowledge: WITHOUT_LABELS,
        metrics: SILENT_METRICS,
        logger: SILENT_LOGGER,
        monitorsOf: () => NO_MONITORS,
        nowMs: () => 0,
        hashText,
        encode: encodeRecord,
        decode: decodeRecord,
      });
    const source = await ReplayChainSource.open(lab, readReplayManifest(lab).chainId ?? 0, 'max');
    const ingest = await runIngest(source, control, { from: null });
    await ingest.drained();
    const half = ingest.events.length >> 1;
    for (const events of [ingest.events.slice(0, half), ingest.events.slice(half)]) {
      const stage = stageOf();
      for (const event of events) await stage.handle([event]);
      await stage.close();
    }
    await analytics.writer.flush();
    const numbers = source.numbers() ?? [];
    const online = await storedSource(analytics.reader, source.chainId, new Set()).read({}, () => undefined);
    const asked = await rangeSource(source, numbers[0] ?? 0, numbers.at(-1) ?? 0, AS_LIVE).read({}, () => undefined);
    scoring.close();
    await analytics.close();
    await control.close();
    for (const other of [online, asked]) {
      expect(other.rows).toBe(offline.rows);
      expect(differences(other, offline)).toEqual([]);
      expect([...other.segments]).toEqual([...offline.segments]);
      expect([...other.timestamps]).toEqual([...offline.timestamps]);
      expect(other.senders).toEqual(offline.senders);
      expect(other.functions).toEqual(offline.functions);
    }
  }, 120_000);
});
