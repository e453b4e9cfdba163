import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checksum } from '../../../src/apps/platform/checksum.js';
import { isSilentFor, payloadFor } from '../../../src/core/alert/own-view.js';
import { addressOf, hashOf } from './things.js';
import { type Party, twoOrganisations } from './two-organisations.js';

let world: Awaited<ReturnType<typeof twoOrganisations>>;
let acme: Party;
let umbrella: Party;
let operator: Party;

beforeAll(async () => {
  world = await twoOrganisations();
  ({ acme, umbrella, operator } = world);
});
afterAll(() => world.served.close());

const incidentOf = async (party: Party, id: string) => (await party.get(`/v1/incidents/${id}`)).json;
const listed = async (party: Party, query: string) =>
  (await party.get(`/v1/incidents?limit=500&${query}`)).json.items.map(({ id }: { id: string }) => id);

/** What was told since, as an organisation's channels and sockets are told it. */
async function toldSince(after: string, party: Party) {
  const events = await world.served.control.alerts.eventsAfter(after, 1_000);
  return events
    .filter(({ organisationId, type }) => type !== 'block' && (organisationId === null || organisationId === party.id))
    .map((event) => ({ type: event.type, silent: isSilentFor(event, party.id), ...Object(payloadFor(event, party.id)) }));
}

const cursor = () => world.served.control.alerts.latestCursor();

describe('an organisation’s decision', () => {
  it('is its own: the other one sees it open, in the list, the alerts, the counts and the timeline', async () => {
    const { incidentId, alertId } = await world.raise('own');
    const after = await cursor();
    const before = (await umbrella.get('/v1/analytics/overview')).json;
    expect((await acme.post(`/v1/incidents/${incidentId}/acknowledge`, { note: 'on it' })).json).toMatchObject({ status: 'acknowledged' });
    expect((await acme.post(`/v1/incidents/${incidentId}/assign`, { assignee: 'ada' })).json).toMatchObject({ assignee: 'ada' });
    expect(await incidentOf(acme, incidentId)).toMatchObject({
      status: 'acknowledged',
      assignee: 'ada',
      alerts: [{ status: 'acknowledged' }],
    });
    expect(await incidentOf(umbrella, incidentId)).toMatchObject({ status: 'open', assignee: null, alerts: [{ status: 'open' }] });
    expect(await listed(acme, 'status=acknowledged')).toContain(incidentId);
    expect(await listed(acme, 'status=open')).not.toContain(incidentId);
    expect(await listed(umbrella, 'status=open')).toContain(incidentId);
    expect((await acme.get(`/v1/alerts/${alertId}`)).json.status).toBe('acknowledged');
    expect((await umbrella.get(`/v1/alerts/${alertId}`)).json.status).toBe('open');
    expect((await umbrella.get('/v1/analytics/overview')).json).toEqual(before);
    expect((await incidentOf(umbrella, incidentId)).timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['opened', 'alert']);
    expect((await toldSince(after, acme)).map(({ type }) => type)).toEqual(['incident.acknowledged', 'incident.updated']);
    expect(await toldSince(after, umbrella)).toEqual([]);
  });

  it('is in what is told of the incident afterwards, for that organisation alone', async () => {
    const { incidentId } = await world.raise('told');
    await acme.post(`/v1/incidents/${incidentId}/acknowledge`);
    const after = await cursor();
    await world.raise('told');
    expect((await toldSince(after, acme)).map(({ type, status }) => [type, status])).toEqual([
      ['alert.created', 'acknowledged'],
      ['incident.updated', 'acknowledged'],
    ]);
    expect((await toldSince(after, umbrella)).map(({ type, status }) => [type, status])).toEqual([
      ['alert.created', 'open'],
      ['incident.updated', 'open'],
    ]);
  });

  it('is on its audit log', async () => {
    const { incidentId } = await world.raise('audited');
    await acme.post(`/v1/incidents/${incidentId}/feedback`, { verdict: 'true_positive' });
    const entries = await world.served.control.audit.list('acme', 10, null);
    expect(entries[0]).toMatchObject({ action: 'incident.feedback', target: incidentId, organisationId: 'acme' });
  });

  it('does not reach what another organisation’s monitor raised: it is as if it were not there', async () => {
    const monitor = { organisationId: 'umbrella', monitorId: 'm', version: 1, channels: ['ops'] };
    const { incidentId, alertId } = await world.raise('foreign', { stage: 'watch', detectorId: 'monitor:umbrella/m', monitor });
    expect((await umbrella.get(`/v1/incidents/${incidentId}`)).status).toBe(200);
    const missing = (await acme.get('/v1/incidents/inc_none')).json;
    for (const action of ['acknowledge', 'resolve', 'mute', 'undo']) {
      const answer = await acme.post(`/v1/incidents/${incidentId}/${action}`, { revision: 1 });
      expect([answer.status, answer.json]).toEqual([404, missing]);
    }
    expect((await acme.get(`/v1/incidents/${incidentId}`)).json).toEqual(missing);
    expect((await acme.get(`/v1/alerts/${alertId}`)).status).toBe(404);
    expect((await acme.get(`/v1/alerts?incident=${incidentId}`)).json.items).toEqual([]);
    expect((await operator.post(`/v1/incidents/${incidentId}/resolve`, { forEveryone: true })).status).toBe(404);
  });

  it('holds for everyone where an operator says so, and nobody else may: 403', async () => {
    const { incidentId } = await world.raise('everyone');
    const refused = await acme.post(`/v1/incidents/${incidentId}/resolve`, { forEveryone: true });
    expect([refused.status, refused.json.errors]).toEqual([403, [{ path: '/forEveryone', message: 'needs the scope operator' }]]);
    await acme.post(`/v1/incidents/${incidentId}/acknowledge`);
    world.turn(1);
    await operator.post(`/v1/incidents/${incidentId}/resolve`, { forEveryone: true, note: 'paid back' });
    for (const party of [acme, umbrella, operator]) expect((await incidentOf(party, incidentId)).status).toBe('resolved');
    expect((await incidentOf(umbrella, incidentId)).timeline.at(-1)).toMatchObject({ text: 'Resolved: paid back', organisationId: null });
    world.turn(1);
    await acme.post(`/v1/incidents/${incidentId}/acknowledge`); // Later, and its own.
    expect([(await incidentOf(acme, incidentId)).status, (await incidentOf(umbrella, incidentId)).status]).toEqual([
      'acknowledged',
      'resolved',
    ]);
  });

  it('is taken back by undo, once, and only while nothing else changed it', async () => {
    const { incidentId } = await world.raise('undone');
    const undo = (revision: number) => acme.post(`/v1/incidents/${incidentId}/undo`, { revision });
    expect((await undo(1)).json.detail).toBe('Your organisation decided nothing here: there is nothing to take back.');
    await acme.post(`/v1/incidents/${incidentId}/assign`, { assignee: 'ada' });
    const resolved = (await acme.post(`/v1/incidents/${incidentId}/resolve`)).json;
    expect((await undo(resolved.stateRevision)).json).toMatchObject({ status: 'open', assignee: 'ada' });
    expect((await undo(resolved.stateRevision)).status).toBe(409);
    const again = (await acme.post(`/v1/incidents/${incidentId}/resolve`)).json;
    await umbrella.post(`/v1/incidents/${incidentId}/acknowledge`); // Another's is no change of it.
    await world.raise('undone'); // A finding is: it is open again.
    const late = await undo(again.stateRevision);
    expect([late.status, late.json.errors[0].path]).toEqual([409, '/revision']);
  });
});

describe('a false positive', () => {
  const suppress = { scope: 'detector_at_address', until: null, reason: 'our own rebalancing' };

  it('suppresses what is like it from the next finding on: on record, named, told to nobody, and nothing is open again', async () => {
    const { incidentId } = await world.raise('rebalanced');
    const judged = await acme.post(`/v1/incidents/${incidentId}/feedback`, { verdict: 'false_positive', suppress });
    expect(judged.json).toMatchObject({ status: 'false_positive', feedback: 'false_positive' });
    const [suppression] = (await acme.get('/v1/suppressions')).json.items;
    expect(suppression).toMatchObject({
      kind: 'false_positive',
      scope: 'detector_at_address',
      detectorId: 'outflow-large-direct',
      address: checksum(addressOf('rebalanced')),
      chainId: 1,
      incidentId,
      until: null,
      reason: 'our own rebalancing',
      isForEveryone: false,
    });
    const after = await cursor();
    const { alertId } = await world.raise('rebalanced');
    expect((await acme.get(`/v1/alerts/${alertId}`)).json).toMatchObject({ status: 'false_positive', suppressedBy: suppression.id });
    expect((await acme.get(`/v1/alerts?incident=${incidentId}&suppressed=true`)).json.items.map(({ id }: { id: string }) => id)).toEqual([
      alertId,
    ]);
    expect((await acme.get(`/v1/alerts?incident=${incidentId}&suppressed=false`)).json.items).toHaveLength(1);
    expect(await incidentOf(acme, incidentId)).toMatchObject({ status: 'false_positive', alertCount: 2 });
    expect((await toldSince(after, acme)).map(({ silent }) => silent)).toEqual([true, true]);
    // To the other organisation it is news as ever, and none of this is to be seen.
    expect((await toldSince(after, umbrella)).map(({ silent, status, suppressedBy }) => [silent, status, suppressedBy])).toEqual([
      [false, 'open', undefined],
      [false, 'open', undefined],
    ]);
    expect((await umbrella.get('/v1/suppressions')).json.items).toEqual([]);
    expect((await umbrella.get(`/v1/alerts/${alertId}`)).json.suppressedBy).toBeUndefined();
  });

  it('is closed from the start where a suppression knows all of it, until something else is raised there', async () => {
    const { incidentId: first } = await world.raise('noise', { parties: [] });
    await acme.post(`/v1/incidents/${first}/feedback`, { verdict: 'false_positive', suppress: { ...suppress, scope: 'address' } });
    world.turn(1);
    const { incidentId } = await world.raise('noise');
    expect(incidentId).not.toBe(first);
    expect((await incidentOf(acme, incidentId)).status).toBe('false_positive');
    expect((await incidentOf(umbrella, incidentId)).status).toBe('open');
    const { items } = (await acme.get('/v1/suppressions')).json;
    const { id } = items.find((one: { incidentId: string }) => one.incidentId === first);
    expect((await umbrella.ask('DELETE', `/v1/suppressions/${id}`)).status).toBe(404);
    expect((await acme.ask('DELETE', `/v1/suppressions/${id}`)).status).toBe(204);
    expect((await acme.ask('DELETE', `/v1/suppressions/${id}`)).status).toBe(404);
    await world.raise('noise');
    expect((await incidentOf(acme, incidentId)).status).toBe('open');
  });

  it('speaks again when its time is over', async () => {
    const { incidentId } = await world.raise('expiring');
    const until = new Date(world.nowMs() + 60 * 60_000).toISOString();
    await acme.post(`/v1/incidents/${incidentId}/feedback`, { verdict: 'false_positive', suppress: { ...suppress, until } });
    await world.raise('expiring');
    expect((await incidentOf(acme, incidentId)).status).toBe('false_positive');
    world.turn(61);
    const after = await cursor();
    await world.raise('expiring');
    expect((await incidentOf(acme, incidentId)).status).toBe('open');
    expect((await toldSince(after, acme)).map(({ silent }) => silent)).toEqual([false, false]);
    expect((await acme.get('/v1/suppressions')).json.items.map(({ incidentId: of }: { incidentId: string }) => of)).not.toContain(
      incidentId,
    );
  });

  it('is suppressed for everyone by an operator, and lifted by one alone', async () => {
    const { incidentId } = await world.raise('for all');
    const body = { verdict: 'false_positive', suppress, forEveryone: true };
    expect((await acme.post(`/v1/incidents/${incidentId}/feedback`, body)).status).toBe(403);
    await operator.post(`/v1/incidents/${incidentId}/feedback`, body);
    const { incidentId: next, alertId } = await world.raise('for all');
    for (const party of [acme, umbrella]) {
      expect((await incidentOf(party, next)).status).toBe('false_positive');
      expect((await party.get(`/v1/alerts/${alertId}`)).json.status).toBe('false_positive');
    }
    const [{ id, isForEveryone }] = (await acme.get('/v1/suppressions')).json.items;
    expect(isForEveryone).toBe(true);
    expect((await acme.ask('DELETE', `/v1/suppressions/${id}`)).status).toBe(403);
    expect((await operator.ask('DELETE', `/v1/suppressions/${id}`)).status).toBe(204);
    await world.raise('for all');
    expect((await incidentOf(umbrella, next)).status).toBe('open');
  });

  it('is taken back together with its suppression', async () => {
    const { incidentId } = await world.raise('mistaken');
    const judged = (await acme.post(`/v1/incidents/${incidentId}/feedback`, { verdict: 'false_positive', suppress })).json;
    expect((await acme.post(`/v1/incidents/${incidentId}/undo`, { revision: judged.stateRevision })).json.status).toBe('open');
    const after = await cursor();
    await world.raise('mistaken');
    expect((await toldSince(after, acme)).map(({ silent }) => silent)).toEqual([false, false]);
  });
});

describe('a mute', () => {
  it('is silent about its incident until its time is over, and says nothing of its status', async () => {
    const { incidentId } = await world.raise('muted');
    const until = new Date(world.nowMs() + 10 * 60_000).toISOString();
    expect((await acme.post(`/v1/incidents/${incidentId}/mute`, { until })).json).toMatchObject({ status: 'open', mutedUntil: until });
    const after = await cursor();
    await world.raise('muted');
    expect((await toldSince(after, acme)).map(({ silent }) => silent)).toEqual([true, true]);
    expect((await toldSince(after, umbrella)).map(({ silent }) => silent)).toEqual([false, false]);
    world.turn(11);
    const later = await cursor();
    await world.raise('muted');
    expect((await toldSince(later, acme)).map(({ silent }) => silent)).toEqual([false, false]);
  });

  it('of a detector is silent about other incidents too, which stay open work', async () => {
    const { incidentId } = await world.raise('mute-detector', { detectorId: 'mint-unbacked' });
    const muted = await acme.post(`/v1/incidents/${incidentId}/mute`, { scope: 'detector', reason: 'under repair' });
    expect(muted.status).toBe(200);
    const after = await cursor();
    const { incidentId: other } = await world.raise('mute-other', { detectorId: 'mint-unbacked' });
    expect((await toldSince(after, acme)).map(({ silent }) => silent)).toEqual([true, true]);
    expect((await incidentOf(acme, other)).status).toBe('open');
    await acme.post(`/v1/incidents/${incidentId}/undo`, { revision: muted.json.stateRevision });
    const later = await cursor();
    await world.raise('mute-other', { detectorId: 'mint-unbacked' });
    expect((await toldSince(later, acme)).map(({ silent }) => silent)).toEqual([false, false]);
  });

  it.each([
    [{ scope: 'detector' }, '/reason'],
    [{ scope: 'detector', reason: 'x y z', until: null }, '/until'],
    [{ scope: 'detector', reason: 'x y z', detectorId: 'gas-outlier' }, '/detectorId'],
    [{ scope: 'address', reason: 'x y z', address: addressOf('a stranger') }, '/address'],
    [{ scope: 'incident', detectorId: 'gas-outlier' }, '/detectorId'],
    [{ until: '2001-01-01T00:00:00Z' }, '/until'],
  ])('of %j is refused, and the field named', async (body, path) => {
    const { incidentId } = await world.raise('refused');
    const { status, json } = await acme.post(`/v1/incidents/${incidentId}/mute`, body);
    expect([status, json.errors[0].path]).toEqual([400, path]);
  });

  it('asks which detector where several raised the incident', async () => {
    const { incidentId } = await world.raise('several');
    await world.raise('several', { detectorId: 'reentrancy-state-changing' });
    const { json } = await acme.post(`/v1/incidents/${incidentId}/mute`, { scope: 'detector', reason: 'under repair' });
    expect(json.errors).toEqual([{ path: '/detectorId', message: 'is needed: one of outflow-large-direct, reentrancy-state-changing' }]);
  });
});

describe('an attack', () => {
  it('is found whole: its other stages and victims are related, as the organisation sees them', async () => {
    const thief = addressOf('attacker of the bank');
    const fund = await world.raise('ignored', {
      stage: 'fund',
      detectorId: 'funding-from-mixer',
      subject: { address: thief, role: 'funded' },
      parties: [],
    });
    const { incidentId } = await world.raise('the bank');
    const launder = await world.raise('ignored', {
      stage: 'launder',
      detectorId: 'launder-bridge-out',
      subject: { address: addressOf('a mule'), role: 'payer' },
      parties: [{ address: thief, role: 'origin' }],
    });
    await world.raise('somebody else');
    await acme.post(`/v1/incidents/${fund.incidentId}/resolve`);
    const { related, attacker, victim, stage } = await incidentOf(acme, incidentId);
    expect(related.map(({ id, status }: Record<string, string>) => [id, status])).toEqual([
      [launder.incidentId, 'open'],
      [fund.incidentId, 'resolved'],
    ]);
    expect([attacker, victim, stage]).toEqual([checksum(thief), checksum(addressOf('the bank')), 'exploit']);
  });

  it('is one incident though several detectors and victims are in its transaction, and stays it afterwards', async () => {
    const transactionHash = hashOf('the exploit');
    const parties = [{ address: addressOf('the robber'), role: 'attacker' }];
    const { incidentId, alertId } = await world.raise('first victim', { parties, transactionHash });
    expect((await world.raise('first victim', { parties, detectorId: 'flash-loan-profit' })).incidentId).toBe(incidentId);
    expect((await acme.get(`/v1/alerts/${alertId}`)).json.times).toMatchObject({ scored: null, block: expect.any(String) });
  });
});
