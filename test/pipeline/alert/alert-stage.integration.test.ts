import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createInProcessEventLog } from '../../../src/adapters/event-log/in-process.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { Alert } from '../../../src/core/alert/alert.js';
import type { FindingsEvent } from '../../../src/core/alert/findings-event.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { EventLog } from '../../../src/ports/event-log.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { CONTROL_ENGINES, type ControlEngine } from '../../apps/control-engines.js';
import { type BuiltBlock, buildAnalysedBlock } from '../../support/analysed-block.js';
import { SILENT_LOGGER } from '../../support/records.js';
import { waitUntil } from '../../support/wait-until.js';

describe.each(CONTROL_ENGINES)('alerts kept in %s', (_name, open) => {
  let engine: ControlEngine;
  let control: ControlStore;
  const logs: EventLog[] = [];
  let chains = 500;

  beforeAll(async () => {
    engine = await open();
    control = engine.control;
  }, 120_000);
  afterEach(async () => {
    for (const log of logs.splice(0)) await log.close();
  });
  afterAll(async () => {
    await control?.close();
    await engine?.stop();
  });

  /** A stage of its own over the shared store, and what it tells. */
  async function stageOf() {
    chains += 1;
    const chainId = chains;
    const log = createInProcessEventLog({ logger: SILENT_LOGGER });
    logs.push(log);
    const told: OutboundEvent[] = [];
    await log.subscribe({
      topic: 'alerts.v1',
      group: 'test',
      handle: async (records) => {
        for (const { value } of records) told.push(...(value as readonly OutboundEvent[]));
        return 'commit';
      },
    });
    const open = () =>
      new AlertStage({ store: control.alerts, log, metrics: SILENT_METRICS, checksum: (text) => text, hashText, nowMs: () => 1 });
    let stage = open();
    return {
      chainId,
      restart: () => {
        stage = open();
      },
      async handle(...events: readonly FindingsEvent[]): Promise<readonly OutboundEvent[]> {
        const from = told.length;
        await stage.handle(events);
        await waitUntil('all is heard', async () => (await log.lag('alerts.v1', 'test')) === 0);
        return told.slice(from);
      },
      block: (built: Omit<BuiltBlock, 'chainId'>, change: (finding: Finding) => Finding = (finding) => finding) =>
        analysed({ chainId, branch: chainId, findings: 1, ...built }, change),
      retraction: (built: Omit<BuiltBlock, 'chainId'>, generation = 1): FindingsEvent => ({
        kind: 'retracted',
        ref: buildAnalysedBlock({ chainId, branch: chainId, ...built }).summary.ref,
        generation,
      }),
      alerts: async (): Promise<readonly Alert[]> => (await control.alerts.alerts({ chainId }, 100, null)).items,
      incidents: async () => (await control.alerts.incidents({ chainId }, 100, null)).items,
    };
  }

  /** All findings of a test are of one subject, unless it says otherwise: they belong to one story. */
  function analysed(built: BuiltBlock, change: (finding: Finding) => Finding): Extract<FindingsEvent, { kind: 'analysed' }> {
    const { summary, findings } = buildAnalysedBlock(built);
    const subject = { address: `0x${'aa'.repeat(20)}`, role: 'victim' } as const;
    return { kind: 'analysed', summary, findings: findings.map((finding) => change({ ...finding, subject })) };
  }

  const typesOf = (events: readonly OutboundEvent[]) => events.map(({ type }) => type);

  it('opens an incident with the first finding and adds the next ones to it', async () => {
    const { handle, block, alerts, incidents } = await stageOf();
    expect(typesOf(await handle(block({ number: 1, findings: 2 })))).toEqual([
      'alert.created',
      'alert.created',
      'incident.opened',
      'block',
    ]);
    expect(typesOf(await handle(block({ number: 2 })))).toEqual(['alert.created', 'incident.updated', 'block']);
    expect(await alerts()).toHaveLength(3);
    expect(await incidents()).toMatchObject([{ alertCount: 3, firstBlock: 1, lastBlock: 2, status: 'open' }]);
  });

  it('tells the same events, and changes nothing, where a block comes again', async () => {
    const { handle, block, alerts, incidents, restart } = await stageOf();
    const event = block({ number: 1, findings: 2 });
    const first = await handle(event);
    restart();
    const again = await handle(event, event);
    expect(again.map(({ cursor, type }) => [cursor, type])).toEqual(first.map(({ cursor, type }) => [cursor, type]));
    expect([(await alerts()).length, (await incidents()).map(({ alertCount }) => alertCount)]).toEqual([2, [2]]);
  });

  it('keeps stories apart: by subject, and by a day of silence', async () => {
    const { handle, block, incidents } = await stageOf();
    await handle(block({ number: 1 }));
    await handle(block({ number: 2 }, (finding) => ({ ...finding, subject: { address: `0x${'bb'.repeat(20)}`, role: 'victim' } })));
    await handle(block({ number: 3 }, (finding) => ({ ...finding, blockTimestamp: finding.blockTimestamp + 2 * 86_400 })));
    const all = await incidents();
    expect([all.length, new Set(all.map(({ id }) => id)).size, new Set(all.map(({ key }) => key)).size]).toEqual([3, 3, 2]);
  });

  it('withdraws what a block raised when the block leaves the chain, and brings it back with the block', async () => {
    const { handle, block, retraction, alerts, incidents } = await stageOf();
    await handle(block({ number: 1, findings: 2 }));
    const withdrawn = await handle(retraction({ number: 1 }));
    expect(typesOf(withdrawn)).toEqual(['alert.withdrawn', 'alert.withdrawn', 'incident.withdrawn', 'block']);
    expect((await alerts()).map(({ status, finality }) => [status, finality])).toEqual([
      ['withdrawn', 'withdrawn'],
      ['withdrawn', 'withdrawn'],
    ]);
    expect(await incidents()).toMatchObject([{ status: 'withdrawn', alertCount: 0 }]);
    expect(typesOf(await handle(retraction({ number: 1 })))).toEqual(typesOf(withdrawn)); // Told again as it was told.
    const back = block({ number: 1, findings: 2 });
    await handle({ ...back, summary: { ...back.summary, generation: 1 } });
    expect((await alerts()).map(({ status, finality, revision }) => [status, finality, revision])).toEqual([
      ['open', 'seen', 2],
      ['open', 'seen', 2],
    ]);
    expect(await incidents()).toMatchObject([{ status: 'open', alertCount: 2 }]);
  });

  it('names an incident after the first of its gravest alerts that stand', async () => {
    const { handle, block, retraction, incidents } = await stageOf();
    const named = (number: number, severity: Finding['severity']) =>
      handle(block({ number }, (finding) => ({ ...finding, severity, title: `of block ${number}` })));
    await named(1, 'low');
    await named(2, 'high');
    await named(3, 'high');
    await named(4, 'high');
    const names: unknown[] = [];
    for (const number of [4, 2, 3, 1]) {
      await handle(retraction({ number }));
      names.push((await incidents()).map(({ title, severity }) => `${severity} ${title}`));
    }
    // Withdrawn as a whole, it keeps the name that it had.
    expect(names).toEqual([['high of block 2'], ['high of block 3'], ['low of block 1'], ['low of block 1']]);
  });

  it('withdraws also what came in the same batch', async () => {
    const { handle, block, retraction, alerts, incidents } = await stageOf();
    const moved = block({ number: 1, branch: 77_000 + chains });
    await handle(block({ number: 1 }), retraction({ number: 1 }), { ...moved, summary: { ...moved.summary, generation: 1 } });
    expect((await alerts()).map(({ status }) => status).sort()).toEqual(['open', 'withdrawn']);
    expect(await incidents()).toMatchObject([{ status: 'open', alertCount: 1 }]);
  });

  it('follows finality: seen, safe, finalized, and never back', async () => {
    const { handle, block, alerts, chainId } = await stageOf();
    await handle(block({ number: 1 }), block({ number: 2 }), block({ number: 3 }));
    const byNumber = async () =>
      (await alerts()).map(({ finding, finality }) => [finding.blockNumber, finality]).sort((a, b) => Number(a[0]) - Number(b[0]));
    const marker = (safe: number | null, finalized: number | null): FindingsEvent => ({ kind: 'finality', chainId, safe, finalized });
    expect(typesOf(await handle(marker(2, 1)))).toEqual(['alert.updated', 'alert.updated']);
    expect(await byNumber()).toEqual([
      [1, 'finalized'],
      [2, 'safe'],
      [3, 'seen'],
    ]);
    expect(await handle(marker(2, 1))).toEqual([]);
    expect(await handle(marker(1, null))).toEqual([]);
    await handle(marker(3, 3));
    expect((await byNumber()).map(([, finality]) => finality)).toEqual(['finalized', 'finalized', 'finalized']);
  });

  it('follows finality also of what came in the same batch', async () => {
    const { handle, block, retraction, alerts, chainId } = await stageOf();
    await handle(
      block({ number: 1 }),
      { kind: 'finality', chainId, safe: 1, finalized: null },
      { kind: 'finality', chainId, safe: 1, finalized: 1 },
    );
    expect((await alerts()).map(({ finality }) => finality)).toEqual(['finalized']);
    await handle(block({ number: 2 }), { kind: 'finality', chainId, safe: 2, finalized: null }, retraction({ number: 2 }));
    expect((await alerts()).map(({ finding, finality }) => [finding.blockNumber, finality])).toEqual([
      [2, 'withdrawn'],
      [1, 'finalized'],
    ]);
  });

  it('tells a gap once', async () => {
    const { handle, chainId } = await stageOf();
    const gap: FindingsEvent = { kind: 'gap', chainId, from: 5, to: 7, reason: 'mismatch-receiptsRoot' };
    const first = await handle(gap);
    expect(first).toMatchObject([{ type: 'gap', blockNumber: 5, payload: { from: 5, to: 7, reason: 'mismatch-receiptsRoot' } }]);
    expect((await handle(gap)).map(({ cursor }) => cursor)).toEqual(first.map(({ cursor }) => cursor));
  });

  it('tells the alerts of a block that came late, and stays where it was in the chain', async () => {
    const { chainId, handle, block, alerts } = await stageOf();
    await handle(block({ number: 4 }), block({ number: 6 }));
    const late = block({ number: 5 });
    if (late.kind !== 'analysed') throw new Error('no analysed block');
    const told = await handle({ ...late, summary: { ...late.summary, isLate: true } });
    expect(told.map(({ type }) => type)).toContain('alert.created');
    expect((await alerts()).map(({ finding }) => finding.blockNumber).sort()).toEqual([4, 5, 6]);
    expect((await control.cursors.checkpoint('alert', chainId))?.number).toBe(6);
  });

  it('opens another incident after a person closed one, also in the block that opened it', async () => {
    const { handle, block, incidents, restart } = await stageOf();
    await handle(block({ number: 1 }));
    for (let closed = 1; closed <= 3; closed += 1) {
      const [open] = (await incidents()).filter(({ status }) => status === 'open');
      if (open === undefined) throw new Error('there is no open incident');
      await control.alerts.changeIncident(open.id, (incident) => ({
        incident: { ...incident, status: 'resolved', revision: incident.revision + 1 },
        events: [],
        timeline: [],
      }));
      restart();
      // Another block of the same height, after a reorganisation.
      await handle(block({ number: 1, branch: 90_000 + chains * 10 + closed }));
      const all = await incidents();
      expect(all.map(({ status }) => status).sort()).toEqual(['open', ...Array.from({ length: closed }, () => 'resolved')]);
      expect(all.every(({ alertCount }) => alertCount === 1)).toBe(true);
    }
  });
});
