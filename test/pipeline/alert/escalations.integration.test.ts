import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createInProcessEventLog } from '../../../src/adapters/event-log/in-process.js';
import { checksum } from '../../../src/apps/platform/checksum.js';
import type { Severity } from '../../../src/core/detect/finding.js';
import { Escalations } from '../../../src/pipeline/alert/escalations.js';
import type { OutboundEvent } from '../../../src/ports/control-store.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { type Party, twoOrganisations } from '../../apps/api/two-organisations.js';
import { channelOf } from '../../support/build-channel.js';
import { SILENT_LOGGER } from '../../support/records.js';
import { waitUntil } from '../../support/wait-until.js';

let world: Awaited<ReturnType<typeof twoOrganisations>>;
let acme: Party;
let victims = 0;
const log = createInProcessEventLog({ logger: SILENT_LOGGER });
const heard: OutboundEvent[] = [];

const POLICY = {
  id: 'night',
  title: 'Night watch',
  minSeverity: 'high',
  steps: [
    { afterMinutes: 5, channels: ['pager'] },
    { afterMinutes: 15, channels: ['pager', 'boss'] },
  ],
};

beforeAll(async () => {
  world = await twoOrganisations();
  acme = world.acme;
  for (const id of ['pager', 'boss'])
    await world.served.control.channels.put(channelOf({ id, organisationId: 'acme', minSeverity: 'critical' }));
  await log.subscribe({
    topic: 'alerts.v1',
    group: 'test',
    handle: async (records) => {
      for (const { value } of records) heard.push(...(value as readonly OutboundEvent[]));
      return 'commit';
    },
  });
});
afterAll(async () => {
  await log.close();
  await world.served.close();
});
beforeEach(async () => {
  await acme.ask('DELETE', '/v1/escalations/night');
  world.turn(1);
  expect((await acme.post('/v1/escalations', POLICY)).status).toBe(201);
});

/** A process of its own: nothing is kept but what is stored. */
const process = () =>
  new Escalations({
    escalations: world.served.control.escalations,
    incidents: world.served.control.incidents,
    log,
    metrics: SILENT_METRICS,
    logger: SILENT_LOGGER,
    clock: { nowMs: world.nowMs, sleep: async () => undefined },
    checksum,
  });

/** So many minutes later, after several processes had their turns: what was told of an incident. */
async function later(minutes: number, incidentId: string) {
  world.turn(minutes);
  await Promise.all([process().turn(), process().turn()]);
  await process().turn();
  await waitUntil('all is heard', async () => (await log.lag('alerts.v1', 'test')) === 0);
  // The log may give an event twice; its cursor tells.
  const events = new Map(heard.splice(0).map((event) => [event.cursor, event])).values();
  const own = [...events].filter(({ type, payload }) => type === 'incident.escalated' && Object(payload).id === incidentId);
  return own.map(({ channels, organisationId, payload }) => ({ channels, organisationId, step: Object(payload).escalation.step }));
}

async function incident(severity: Severity = 'high') {
  victims += 1;
  const name = `victim ${victims}`;
  const { incidentId } = await world.raise(name, { severity });
  return { id: incidentId, again: (changes = {}) => world.raise(name, changes) };
}

const FIRST = { channels: ['pager'], organisationId: 'acme', step: 1 };
const SECOND = { channels: ['pager', 'boss'], organisationId: 'acme', step: 2 };

describe('an incident that nobody acknowledges', () => {
  it('is told to each step’s channels when its time has come, once, whoever looks and however often', async () => {
    const { id } = await incident();
    expect(await later(4, id)).toEqual([]);
    expect(await later(1, id)).toEqual([FIRST]);
    expect(await later(9, id)).toEqual([]);
    expect(await later(1, id)).toEqual([SECOND]);
    expect(await later(1_000, id)).toEqual([]);
    const { timeline } = (await acme.get(`/v1/incidents/${id}`)).json;
    expect(timeline.slice(2).map(({ kind, text }: Record<string, string>) => `${kind}: ${text}`)).toEqual([
      'escalated: Not acknowledged in 5 min: Night watch told pager',
      'escalated: Not acknowledged in 15 min: Night watch told pager, boss',
      'escalation-spent: Night watch has nobody else to tell',
    ]);
    expect((await world.umbrella.get(`/v1/incidents/${id}`)).json.timeline).toHaveLength(2);
  });

  it('is told all that is due after a standstill', async () => {
    const { id } = await incident();
    expect(await later(60, id)).toEqual([FIRST, SECOND]);
  });

  it.each(['acknowledge', 'resolve'])('is told no further after somebody can %s it', async (action) => {
    const { id } = await incident();
    expect(await later(5, id)).toEqual([FIRST]);
    await acme.post(`/v1/incidents/${id}/${action}`);
    expect(await later(60, id)).toEqual([]);
  });

  it('is told though another organisation acknowledged it', async () => {
    const { id } = await incident();
    await world.umbrella.post(`/v1/incidents/${id}/acknowledge`);
    expect(await later(5, id)).toEqual([FIRST]);
  });

  it('is told nothing while muted, and then what is due', async () => {
    const { id } = await incident();
    await acme.post(`/v1/incidents/${id}/mute`, { until: new Date(world.nowMs() + 10 * 60_000).toISOString() });
    expect(await later(9, id)).toEqual([]);
    expect(await later(2, id)).toEqual([FIRST]);
  });

  it('begins another round when it is open again', async () => {
    const { id, again } = await incident();
    expect(await later(5, id)).toEqual([FIRST]);
    await acme.post(`/v1/incidents/${id}/resolve`);
    expect(await later(1, id)).toEqual([]);
    await again();
    expect(await later(4, id)).toEqual([]);
    expect(await later(1, id)).toEqual([FIRST]);
  });

  it('is told when it becomes severe enough, counted from then', async () => {
    const { id, again } = await incident('medium');
    expect(await later(60, id)).toEqual([]);
    await again({ severity: 'critical', detectorId: 'mint-unbacked' });
    expect(await later(4, id)).toEqual([]);
    expect(await later(1, id)).toEqual([FIRST]);
  });

  it('is not told where it waited before the policy was there, nor where the policy is about something else', async () => {
    await acme.ask('DELETE', '/v1/escalations/night');
    const { id } = await incident();
    world.turn(1);
    await acme.post('/v1/escalations', POLICY);
    expect(await later(60, id)).toEqual([]);
    await acme.ask('PATCH', '/v1/escalations/night', { detectors: ['gas-outlier'] });
    const other = await incident();
    expect(await later(60, other.id)).toEqual([]);
  });
});

describe('what a process left behind when it ended', () => {
  it('is put into the log by another', async () => {
    const { id } = await incident();
    world.turn(5);
    const { escalations, incidents } = world.served.control;
    const clock = { nowMs: world.nowMs, sleep: async () => undefined };
    const dying = { ...log, publish: () => Promise.reject(new Error('killed')) };
    const deps = { escalations, incidents, metrics: SILENT_METRICS, logger: SILENT_LOGGER, clock, checksum };
    await expect(new Escalations({ ...deps, log: dying }).turn()).rejects.toThrow('killed');
    expect(await later(1, id)).toEqual([FIRST]);
  });
});

describe('a policy', () => {
  it.each([
    [{ steps: [] }, '/steps'],
    [{ steps: [{ afterMinutes: 0, channels: ['pager'] }] }, '/steps/0/afterMinutes'],
    [{ steps: [{ afterMinutes: 5, channels: [] }] }, '/steps/0/channels'],
    [{ steps: [{ afterMinutes: 5, channels: ['nobody'] }] }, '/steps/0/channels/0'],
    [{ steps: [POLICY.steps[1], POLICY.steps[0]] }, '/steps/1/afterMinutes'],
    [{ minSeverity: 'awful' }, '/minSeverity'],
  ])('%j is refused, and the field named', async (change, path) => {
    const { status, json } = await acme.post('/v1/escalations', { ...POLICY, id: 'bad', ...change });
    expect([status, json.errors[0].path]).toEqual([400, path]);
  });

  it('tells no response, which would take nothing but a new alert of its monitors', async () => {
    const action = { kind: 'webhook', url: 'https://guardian.example.com/pause' } as const;
    const response = { monitors: ['m'], action, dryRun: true, maxPerDay: 1, minRisk: null };
    await world.served.control.channels.put(channelOf({ id: 'guard', organisationId: 'acme', kind: 'response', response }));
    const { status, json } = await acme.post('/v1/escalations', {
      ...POLICY,
      id: 'bad',
      steps: [{ afterMinutes: 5, channels: ['guard'] }],
    });
    expect([status, json.errors]).toEqual([400, [{ path: '/steps/0/channels/0', message: expect.stringContaining('is a response') }]]);
  });

  it('is its organisation’s alone, and on its audit log', async () => {
    expect((await acme.get('/v1/escalations')).json.items).toEqual([{ ...POLICY, detectors: null, monitors: null }]);
    expect((await world.umbrella.get('/v1/escalations')).json.items).toEqual([]);
    expect((await world.umbrella.get('/v1/escalations/night')).status).toBe(404);
    expect((await world.umbrella.ask('PATCH', '/v1/escalations/night', { title: 'x' })).status).toBe(404);
    expect((await world.umbrella.ask('DELETE', '/v1/escalations/night')).status).toBe(404);
    expect((await world.served.control.audit.list('acme', 1, null))[0]).toMatchObject({ action: 'escalation.create', target: 'night' });
  });
});
