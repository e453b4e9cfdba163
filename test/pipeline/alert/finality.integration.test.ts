import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checksum } from '../../../src/apps/platform/checksum.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { FindingsEvent } from '../../../src/core/alert/findings-event.js';
import { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import type { AlertStore, ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { EventLog } from '../../../src/ports/event-log.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { analysed, findingOf, summaryOf } from '../../apps/api/things.js';
import { openTestControlStore } from '../../support/control-store.js';

/** Where the process ends, as whoever starts again finds it. */
type End = 'before it is told' | 'after it was told';

describe('finality that the process ends in the middle of', () => {
  let control: ControlStore;
  let chainId = 700;
  let told: OutboundEvent[] = [];

  beforeAll(async () => {
    control = await openTestControlStore();
  }, 60_000);
  afterAll(() => control?.close());
  beforeEach(() => {
    chainId += 1;
    told = [];
  });

  function stageWith(publish: EventLog['publish'], apply: AlertStore['apply']): AlertStage {
    const subscribe = () => Promise.reject(new Error('nobody listens'));
    const log: EventLog = { durable: true, publish, subscribe, lag: async () => 0, close: async () => undefined };
    return new AlertStage({ store: { ...control.alerts, apply }, log, metrics: SILENT_METRICS, checksum, hashText, nowMs: () => 1 });
  }

  /** A stage as it is after a start. */
  function stageOf(end: End | null = null): AlertStage {
    const isTold = end !== 'before it is told';
    const publish: EventLog['publish'] = async (_topic, records) => {
      if (!isTold) throw new Error('the log is away');
      told.push(...records.flatMap(({ value }) => value as readonly OutboundEvent[]));
    };
    let applied = 0;
    const apply: AlertStore['apply'] = async (changes, nowMs) => {
      applied += 1;
      if (end === 'after it was told' && applied > 1) throw new Error('the store is away');
      return control.alerts.apply(changes, nowMs);
    };
    return stageWith(publish, apply);
  }

  const block = (number: number): FindingsEvent =>
    analysed(number, [{ ...findingOf(number), id: `0x${chainId}${number}`, chainId }], chainId);
  const marker = (safe: number | null, finalized: number | null = null): FindingsEvent => ({ kind: 'finality', chainId, safe, finalized });
  const retraction = (number: number): FindingsEvent => {
    return { kind: 'retracted', ref: { ...summaryOf(number, chainId).ref, hash: findingOf(number).blockHash }, generation: 1 };
  };
  const stored = async () =>
    Object.fromEntries(
      (await control.alerts.alerts({ chainId }, 100, null)).items.map(({ finding, finality }) => [finding.blockNumber, finality]),
    );
  /** Each thing once, however often it was told. */
  const heard = () => {
    const moves = told.flatMap(({ cursor, type, payload, blockNumber }) => {
      return type === 'alert.updated' ? [{ cursor, what: `${blockNumber} ${Reflect.get(Object(payload), 'finality')}` }] : [];
    });
    return [...new Map(moves.map(({ cursor, what }) => [cursor, what])).values()];
  };

  it.each<End>(['before it is told', 'after it was told'])('is told and stored when the marker comes again: %s', async (end) => {
    await stageOf().handle([block(1), block(2)]);
    await expect(stageOf(end).handle([marker(1)])).rejects.toThrow(/is away/);
    await stageOf().handle([marker(1)]);
    expect([heard(), await stored()]).toEqual([['1 safe'], { 1: 'safe', 2: 'seen' }]);
    const before = told.length;
    await stageOf().handle([marker(1)]); // The chain says the same every few seconds: nothing is told again.
    expect(told).toHaveLength(before);
  });

  it.each<End>(['before it is told', 'after it was told'])(
    'is told of alerts and markers of one batch, which come again one by one: %s',
    async (end) => {
      const events = [block(1), marker(1), block(2), marker(2, 1)];
      await expect(stageOf(end).handle(events)).rejects.toThrow(/is away/);
      for (const event of events) await stageOf().handle([event]);
      expect(await stored()).toEqual({ 1: 'finalized', 2: 'safe' });
      expect(heard()).toEqual(['1 safe', '2 safe', '1 finalized']);
    },
  );

  it('moves alerts that came after a marker by the same marker: one who reads an old chain hears the end of it first', async () => {
    await stageOf().handle([marker(9, 9), block(1), marker(9, 9)]);
    await expect(stageOf('before it is told').handle([block(2), marker(9, 9)])).rejects.toThrow(/is away/);
    await stageOf().handle([block(2), marker(9, 9)]);
    expect([heard(), await stored()]).toEqual([['1 finalized', '2 finalized'], { 1: 'finalized', 2: 'finalized' }]);
  });

  it('leaves withdrawn what the same batch takes back', async () => {
    await stageOf().handle([block(1), marker(1), retraction(1)]);
    expect([heard(), await stored()]).toEqual([['1 safe'], { 1: 'withdrawn' }]);
  });

  it('keeps nothing of markers that move nothing', async () => {
    await stageOf().handle([block(1), marker(1)]);
    let applied = 0;
    const apply: AlertStore['apply'] = (changes, nowMs) => {
      applied += changes.length;
      return control.alerts.apply(changes, nowMs);
    };
    const stage = stageWith(async () => undefined, apply);
    for (const event of [marker(1), marker(1), marker(2)]) await stage.handle([event]);
    expect(applied).toBe(0);
  });
});
