import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Severity } from '../../../src/core/detect/finding.js';
import { audienceOf } from '../../../src/pipeline/deliver/audience.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { Channel } from '../../../src/ports/delivery-store.js';
import { channelOf } from '../../support/build-channel.js';
import { eventOf } from '../../support/build-event.js';
import { openTestControlStore } from '../../support/control-store.js';

let control: ControlStore;
let subjects = 0;

beforeAll(async () => {
  control = await openTestControlStore();
}, 60_000);
afterAll(() => control.close());

function channel(id: string, organisationId: string, minSeverity: Severity): Channel {
  return channelOf({ id, organisationId, minSeverity });
}

const ALL = channel('all', 'acme', 'info');
const GRAVE = channel('grave', 'acme', 'critical');
const OTHERS = channel('all', 'umbrella', 'info');

function subject() {
  subjects += 1;
  const id = `subject-${subjects}`;
  return (type: OutboundEvent['type'], changes: Partial<OutboundEvent> = {}): OutboundEvent =>
    eventOf({ type, payload: { id }, ...changes });
}

/** Who hears of each event in turn; `audienceOf` is asked anew for each, as after a restart. */
async function hearers(events: readonly OutboundEvent[], channels: readonly Channel[] = [ALL, GRAVE, OTHERS]) {
  const heard: string[][] = [];
  for (const event of events)
    heard.push(
      (await audienceOf([event], channels, control.heard, 1)).map(({ channel: { organisationId, id } }) => `${organisationId}/${id}`),
    );
  return heard;
}

describe('how an alert ends', () => {
  it.each(['alert.updated', 'alert.withdrawn'] as const)(
    '(%s) is heard by the channels that heard of it, and by no other',
    async (type) => {
      const event = subject();
      expect(await hearers([event('alert.created'), event(type)])).toEqual([
        ['acme/all', 'umbrella/all'],
        ['acme/all', 'umbrella/all'],
      ]);
    },
  );

  it('is heard also where the channel’s filter or a mute changed in between', async () => {
    const event = subject();
    await hearers([event('alert.created')]);
    const narrow = [channel('all', 'acme', 'critical'), OTHERS];
    const muted = { acme: { muted: true }, umbrella: { muted: true } };
    expect(await hearers([event('alert.withdrawn', { own: muted })], narrow)).toEqual([['acme/all', 'umbrella/all']]);
  });

  it('is not heard by whom it was kept from while it was muted', async () => {
    const event = subject();
    const own = { acme: { muted: true } };
    expect(await hearers([event('alert.created', { own }), event('alert.withdrawn')])).toEqual([['umbrella/all'], ['umbrella/all']]);
  });

  it('is heard in one batch with its beginning', async () => {
    const event = subject();
    const told = await audienceOf([event('alert.created'), event('alert.withdrawn')], [ALL], control.heard, 1);
    expect(told.map(({ event: { type } }) => type)).toEqual(['alert.created', 'alert.withdrawn']);
  });
});

describe('an incident', () => {
  it('that is less severe than it was, resolved or withdrawn is told to those that heard of it', async () => {
    const event = subject();
    const events = [
      event('incident.opened', { severity: 'critical' }),
      event('incident.updated', { severity: 'low' }),
      event('incident.resolved', { severity: 'low' }),
      event('incident.withdrawn', { severity: 'low' }),
    ];
    expect(await hearers(events, [GRAVE])).toEqual([['acme/grave'], ['acme/grave'], ['acme/grave'], ['acme/grave']]);
  });

  it('that is escalated goes to the step’s channels of that organisation, whatever they filter', async () => {
    const event = subject();
    const escalated = event('incident.escalated', { organisationId: 'acme', channels: ['grave'], severity: 'medium' });
    expect(await hearers([escalated, event('incident.withdrawn')])).toEqual([['acme/grave'], ['acme/grave']]);
  });

  it('that an organisation decided on is told to its own channels alone', async () => {
    const event = subject();
    expect(await hearers([event('incident.acknowledged', { organisationId: 'acme' })])).toEqual([['acme/all']]);
  });
});
