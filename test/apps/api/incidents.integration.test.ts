import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checksum } from '../../../src/apps/platform/checksum.js';
import { SYSTEM_CLOCK } from '../../../src/apps/platform/clock.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { FindingsEvent } from '../../../src/core/alert/findings-event.js';
import { payloadFor } from '../../../src/core/alert/own-view.js';
import type { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import { DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import type { OutboundEvent } from '../../../src/ports/control-store.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { channelOf } from '../../support/build-channel.js';
import { CONTROL_ENGINES, type ControlEngine } from '../control-engines.js';
import { type Served, SILENT, serve } from './serve.js';
import { addressOf, alertStageOf, analysed, findingOf, hashOf, summaryOf } from './things.js';

describe.each(CONTROL_ENGINES)('over %s', (_name, open) => {
  let engine: ControlEngine;
  let served: Served;
  let stage: AlertStage;

  beforeAll(async () => {
    engine = await open();
    served = await serve({ control: engine.control });
    stage = alertStageOf(served);
  });
  afterAll(async () => {
    await served.close();
    await engine.stop();
  });

  /** A story of its own: a subject that no other test has. */
  async function story(name: string, block: number): Promise<{ readonly id: string; raise(block: number): FindingsEvent }> {
    const subject = { address: addressOf(name), role: 'victim' };
    const raise = (at: number) => analysed(at, [findingOf(at, { subject })]);
    await stage.handle([raise(block)]);
    const alerts = await served.request('GET', `/v1/alerts?address=${subject.address}`);
    return { id: alerts.json.items[0].incidentId, raise };
  }

  /** An alert stage in whose way, between what it read and what it writes, something happens: the store that it is given waits for it. */
  function stageThatIsHeldUp(meanwhile: () => Promise<void>): AlertStage {
    const store = new Proxy(served.control.alerts, {
      get(target, name, receiver) {
        if (name !== 'apply') return Reflect.get(target, name, receiver);
        return async (...args: Parameters<typeof target.apply>) => {
          await meanwhile();
          return target.apply(...args);
        };
      },
    });
    return alertStageOf({ ...served, control: { ...served.control, alerts: store } });
  }

  const incidentOf = async (id: string) => (await served.request('GET', `/v1/incidents/${id}`)).json;

  describe('alerts', () => {
    it('are listed newest block first, a page at a time, each once', async () => {
      const subject = { address: addressOf('paged'), role: 'victim' };
      await stage.handle([1_001, 1_002, 1_003, 1_004, 1_005].map((block) => analysed(block, [findingOf(block, { subject })])));
      const blocks: number[] = [];
      let cursor = '';
      do {
        const page = await served.request('GET', `/v1/alerts?address=${subject.address}&limit=2${cursor}`);
        expect(page.status).toBe(200);
        blocks.push(...page.json.items.map(({ blockNumber }: { blockNumber: number }) => blockNumber));
        cursor = page.json.nextCursor === null ? '' : `&cursor=${page.json.nextCursor}`;
      } while (cursor !== '');
      expect(blocks).toEqual([1_005, 1_004, 1_003, 1_002, 1_001]);
    });

    it('are found by each filter, and by several at once', async () => {
      const subject = { address: addressOf('filtered'), role: 'victim' };
      await stage.handle([analysed(2_000, [findingOf(2_000, { subject, severity: 'critical', detectorId: 'reentrancy-state-changing' })])]);
      const all = `address=${checksum(subject.address)}&severity=critical&detector=reentrancy-state-changing&chain=1&status=open`;
      const times = '&since=2023-11-15T04:53:20Z&until=2023-11-15T04:53:20Z';
      const found = await served.request('GET', `/v1/alerts?${all}&transaction=${hashOf('tx-2000')}${times}`);
      expect(found.json.items).toHaveLength(1);
      expect(found.json.items[0]).toMatchObject({
        severity: 'critical',
        subject: { address: checksum(subject.address), role: 'victim' },
        times: { block: '2023-11-15T04:53:20.000Z' },
        status: 'open',
        finality: 'seen',
      });
      const { id, incidentId } = found.json.items[0];
      expect((await served.request('GET', `/v1/alerts?incident=${incidentId}`)).json.items).toHaveLength(1);
      for (const other of [
        'severity=low',
        'detector=none',
        'chain=2',
        'status=resolved',
        `transaction=${hashOf('x')}`,
        'since=2023-11-15T04:53:21Z',
      ])
        expect((await served.request('GET', `/v1/alerts?address=${subject.address}&${other}`)).json.items).toEqual([]);
      expect((await served.request('GET', `/v1/alerts/${id}`)).json).toEqual(found.json.items[0]);
      expect((await served.request('GET', `/v1/alerts/${id.toUpperCase().replace('0X', '0x')}`)).json.id).toBe(id);
      expect((await served.request('GET', `/v1/alerts/${hashOf('none')}`)).status).toBe(404);
    });

    it('have no evidence where no model made any: 501, and 404 for an alert that is not there', async () => {
      const { id } = await story('evidence', 2_100);
      const alert = (await served.request('GET', `/v1/alerts?incident=${id}`)).json.items[0];
      expect((await served.request('GET', `/v1/alerts/${alert.id}/evidence`)).status).toBe(501);
      expect((await served.request('GET', `/v1/alerts/${hashOf('none')}/evidence`)).status).toBe(404);
      expect((await served.request('GET', '/v1/signing-key')).status).toBe(501);
    });
  });

  describe('an incident', () => {
    it('is shown with its alerts and the story of what happened', async () => {
      const { id, raise } = await story('shown', 3_000);
      await stage.handle([raise(3_001)]);
      const incident = await incidentOf(id);
      expect(incident).toMatchObject({
        id,
        status: 'open',
        alertCount: 2,
        firstBlock: 3_000,
        lastBlock: 3_001,
        assignee: null,
        mutedUntil: null,
      });
      expect(incident.alerts).toHaveLength(2);
      expect(incident.timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['opened', 'alert', 'alert']);
      const listed = await served.request('GET', '/v1/incidents?chain=1&severity=high&status=open&limit=500');
      expect(listed.json.items.map((item: { id: string }) => item.id)).toContain(id);
      expect((await served.request('GET', '/v1/incidents?status=withdrawn')).json.items).toEqual([]);
      expect((await served.request('GET', '/v1/incidents/inc_none')).status).toBe(404);
    });

    it('takes every decision, and remembers who took it', async () => {
      const { id } = await story('decided', 3_100);
      const act = (action: string, body?: unknown) =>
        served.request('POST', `/v1/incidents/${id}/${action}`, body === undefined ? {} : { body });
      expect((await act('acknowledge')).json).toMatchObject({ id, status: 'acknowledged' });
      expect((await act('assign', { assignee: 'ada', note: 'knows the pool' })).json).toMatchObject({ assignee: 'ada' });
      expect((await act('mute', { until: '2030-01-01T00:00:00+02:00' })).json).toMatchObject({ mutedUntil: '2029-12-31T22:00:00.000Z' });
      expect((await act('mute', { until: null })).json.mutedUntil).toBeNull();
      expect((await act('feedback', { verdict: 'true_positive' })).json.status).toBe('acknowledged');
      expect((await act('resolve', { note: 'paid back' })).json).toMatchObject({ status: 'resolved', assignee: 'ada' });
      expect((await act('feedback', { verdict: 'false_positive' })).json.status).toBe('false_positive');
      const incident = await incidentOf(id);
      expect(incident.timeline.slice(2).map(({ kind, actor, text }: Record<string, string>) => `${kind} ${actor}: ${text}`)).toEqual([
        'acknowledged TOCSIN_API_KEY: Acknowledged',
        'assigned TOCSIN_API_KEY: Assigned to ada: knows the pool',
        'muted TOCSIN_API_KEY: Muted until 2029-12-31T22:00:00.000Z',
        'muted TOCSIN_API_KEY: No longer muted',
        'feedback TOCSIN_API_KEY: Confirmed as a true positive',
        'resolved TOCSIN_API_KEY: Resolved: paid back',
        'feedback TOCSIN_API_KEY: Judged a false positive',
      ]);
      expect(incident.alerts.map(({ status }: { status: string }) => status)).toEqual(['false_positive']);
      expect((await served.request('POST', '/v1/incidents/inc_none/resolve')).status).toBe(404);
    });

    it('keeps a decision that falls between what the pipeline read and what it writes, and keeps what the pipeline adds', async () => {
      const { id, raise } = await story('raced', 3_200);
      const slow = stageThatIsHeldUp(async () => {
        await served.request('POST', `/v1/incidents/${id}/acknowledge`);
        await served.request('POST', `/v1/incidents/${id}/assign`, { body: { assignee: 'ada' } });
      });
      const after = await served.control.alerts.latestCursor();
      await slow.handle([raise(3_201)]);
      expect(await incidentOf(id)).toMatchObject({ status: 'acknowledged', assignee: 'ada', alertCount: 2, lastBlock: 3_201 });
      const events = (await served.control.alerts.eventsAfter(after, 100)).filter(({ type }) => type.startsWith('incident.'));
      expect(events.map(({ type }) => type)).toEqual(['incident.acknowledged', 'incident.updated', 'incident.updated']);
      expect(events.map((event) => payloadFor(event, 'default'))).toEqual([
        expect.objectContaining({ status: 'acknowledged', assignee: null, alertCount: 1 }),
        expect.objectContaining({ status: 'acknowledged', assignee: 'ada', alertCount: 1 }),
        expect.objectContaining({ status: 'acknowledged', assignee: 'ada', alertCount: 2 }),
      ]);
      // Someone is on it already: what came in the meantime is theirs too, and is told so.
      const alerts = (await served.request('GET', `/v1/alerts?incident=${id}`)).json.items;
      expect(alerts.map(({ status }: { status: string }) => status)).toEqual(['acknowledged', 'acknowledged']);
      const created = (await served.control.alerts.eventsAfter(after, 100)).filter(({ type }) => type === 'alert.created');
      expect(created.map((event) => Reflect.get(Object(payloadFor(event, 'default')), 'status'))).toEqual(['acknowledged']);
      expect(created.map((event) => Reflect.get(Object(payloadFor(event, 'others')), 'status'))).toEqual(['open']);
      const revisions = events.map(({ payload }) => Number(Reflect.get(Object(payload), 'revision')));
      expect(new Set(revisions).size).toBe(3);
      expect([...revisions].sort((a, b) => a - b)).toEqual(revisions);
    });

    it('loses nothing when many decide while the pipeline works', async () => {
      const { id, raise } = await story('crowded', 3_300);
      const blocks = Array.from({ length: 40 }, (_, i) => 3_301 + i);
      const people = Array.from({ length: 20 }, (_, i) => `person ${i}`);
      await Promise.all([
        (async () => {
          for (const block of blocks) await stage.handle([raise(block)]);
        })(),
        ...people.map((assignee) => served.request('POST', `/v1/incidents/${id}/assign`, { body: { assignee } })),
        served.request('POST', `/v1/incidents/${id}/acknowledge`),
      ]);
      const incident = await incidentOf(id);
      expect(incident).toMatchObject({ alertCount: 41, lastBlock: 3_340, status: 'acknowledged' });
      const assigned = incident.timeline.filter(({ kind }: { kind: string }) => kind === 'assigned');
      expect(assigned).toHaveLength(20);
      expect(assigned.at(-1).text).toBe(`Assigned to ${incident.assignee}`);
    });

    it('stays decided when finality moves its alerts', async () => {
      const { id } = await story('final', 3_400);
      // The stage reads the alert before the decision, and writes it after.
      const held = stageThatIsHeldUp(async () => void (await served.request('POST', `/v1/incidents/${id}/resolve`)));
      const after = await served.control.alerts.latestCursor();
      await held.handle([{ kind: 'finality', chainId: 1, safe: 3_400, finalized: 3_400 }]);
      const told = (await served.control.alerts.eventsAfter(after, 1_000)).filter(
        ({ payload }) => Reflect.get(Object(payload), 'incidentId') === id,
      );
      const seen = told.map((event) => ({ type: event.type, ...Object(payloadFor(event, 'default')) }));
      expect(seen).toEqual([expect.objectContaining({ type: 'alert.updated', status: 'resolved', change: 'finality' })]);
      expect((await incidentOf(id)).alerts).toEqual([expect.objectContaining({ finality: 'finalized', status: 'resolved' })]);
    });

    it('is withdrawn with its last block whatever was decided, and then takes no decision: 409', async () => {
      const { id } = await story('withdrawn', 3_500);
      await served.request('POST', `/v1/incidents/${id}/acknowledge`);
      await stage.handle([{ kind: 'retracted', ref: summaryOf(3_500).ref, generation: 1 }]);
      expect(await incidentOf(id)).toMatchObject({ status: 'withdrawn', alerts: [{ status: 'withdrawn', finality: 'withdrawn' }] });
      const refused = await served.request('POST', `/v1/incidents/${id}/resolve`);
      expect([refused.status, refused.json.detail]).toEqual([409, 'The incident was withdrawn: its blocks left the chain.']);
      expect((await incidentOf(id)).status).toBe('withdrawn');
    });

    it('is open again for who resolved it when another finding comes, and says so', async () => {
      const { id, raise } = await story('again', 3_600);
      await served.request('POST', `/v1/incidents/${id}/resolve`);
      const after = await served.control.alerts.latestCursor();
      await stage.handle([raise(3_601)]);
      const incident = await incidentOf(id);
      expect(incident).toMatchObject({ status: 'open', alertCount: 2, alerts: [{ status: 'open' }, { status: 'open' }] });
      expect(incident.timeline.at(-1)).toMatchObject({ kind: 'reopened', actor: null, organisationId: 'default' });
      const told = await served.control.alerts.eventsAfter(after, 100);
      expect(told.map((event) => Object(payloadFor(event, 'default')).status).slice(0, 2)).toEqual(['open', 'open']);
    });

    it('begins another story after an operator resolved it for everyone', async () => {
      const { id, raise } = await story('again for all', 3_650);
      const resolved = await served.request('POST', `/v1/incidents/${id}/resolve`, { body: { forEveryone: true } });
      expect(resolved.json).toMatchObject({ status: 'resolved' });
      await stage.handle([raise(3_651)]);
      expect(await incidentOf(id)).toMatchObject({ status: 'resolved', alertCount: 1 });
      const alerts = await served.request('GET', `/v1/alerts?address=${addressOf('again for all')}&status=open`);
      expect(alerts.json.items).toHaveLength(1);
      expect(alerts.json.items[0].incidentId).not.toBe(id);
    });

    it('is told to channels when someone decides, once a decision, and is silent while muted', async () => {
      const { id, raise } = await story('told', 3_700);
      await served.control.channels.put(channelOf({ id: 'all' }));
      const deps = {
        channels: served.control.channels,
        outbox: served.control.outbox,
        heard: served.control.heard,
        canaries: served.control.canaries,
        metrics: SILENT_METRICS,
        logger: SILENT,
        clock: SYSTEM_CLOCK,
        hashText,
      };
      const deliver = new DeliverStage({
        ...deps,
        notifier: {
          send: async () => ({ kind: 'delivered', status: 200, exchange: null }),
          rehearse: async () => null,
          close: async () => undefined,
        },
      });
      const after = await served.control.alerts.latestCursor();
      const enqueue = async () => deliver.enqueue(await served.control.alerts.eventsAfter(after, 1_000));
      const told = async () => {
        await enqueue();
        await enqueue(); // A second time changes nothing.
        return (await served.control.outbox.list({ organisationId: 'default', channelId: 'all' }, 100)).map(({ type }) => type).reverse();
      };
      await served.request('POST', `/v1/incidents/${id}/acknowledge`);
      await served.request('POST', `/v1/incidents/${id}/assign`, { body: { assignee: 'ada' } });
      expect(await told()).toEqual(['incident.acknowledged', 'incident.updated']);
      await served.request('POST', `/v1/incidents/${id}/mute`);
      await stage.handle([raise(3_701)]);
      expect(await told()).toEqual(['incident.acknowledged', 'incident.updated', 'incident.updated']);
      expect((await incidentOf(id)).alertCount).toBe(2);
      await served.request('POST', `/v1/incidents/${id}/mute`, { body: { until: null } });
      await stage.handle([raise(3_702)]);
      expect((await told()).slice(3)).toEqual(['incident.updated', 'alert.created', 'incident.updated']);
    });

    it('is told to who follows alerts.v1 at once', async () => {
      const { id } = await story('followed', 3_800);
      const heard = new Promise<OutboundEvent>((resolve) => {
        void served.log.subscribe({
          topic: 'alerts.v1',
          group: 'a-test',
          from: 'latest',
          handle: async ([record]) => {
            const events = (record?.value ?? []) as readonly OutboundEvent[];
            const own = events.find(({ payload }) => Reflect.get(Object(payload), 'id') === id);
            if (own !== undefined) resolve(own);
            return 'commit';
          },
        });
      });
      await served.request('POST', `/v1/incidents/${id}/resolve`);
      expect(await heard).toMatchObject({ type: 'incident.resolved', chainId: 1, payload: { id, status: 'resolved' } });
    });
  });
});
