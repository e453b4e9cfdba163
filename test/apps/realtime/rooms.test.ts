import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWanted, type Wanted, wantedOf } from '../../../src/apps/realtime/event-filter.js';
import { packetOf } from '../../../src/apps/realtime/event-text.js';
import { Rooms } from '../../../src/apps/realtime/rooms.js';
import { subscribeSchema } from '../../../src/contracts/realtime.js';
import { SEVERITIES } from '../../../src/core/detect/finding.js';
import type { OutboundEvent } from '../../../src/ports/control-store.js';

const address = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, 'a')}`;

const someAddress = fc.integer({ min: 0, max: 4 }).map(address);
const someChains = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 18 });
const someOrganisation = fc.constantFrom('a', 'b', 'c');

const someWanted: fc.Arbitrary<Wanted> = fc
  .record(
    {
      chains: someChains,
      severities: fc.uniqueArray(fc.constantFrom(...SEVERITIES)),
      addresses: fc.uniqueArray(someAddress, { maxLength: 3 }),
      protocols: fc.constant(['p']),
      incidents: fc.boolean(),
      blocks: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .chain((request) =>
    fc
      .tuple(
        someOrganisation,
        fc.array(fc.record({ chains: someChains, addresses: fc.array(someAddress, { maxLength: 2 }) }), { maxLength: 2 }),
      )
      .map(([organisation, protocols]) =>
        wantedOf(subscribeSchema.parse(request), organisation, request.protocols === undefined ? [] : protocols),
      ),
  );

const someEvent: fc.Arbitrary<OutboundEvent> = fc.record({
  cursor: fc.bigInt({ min: 1n, max: 999n }).map(String),
  organisationId: fc.option(someOrganisation),
  channels: fc.constant(['secret-channel']),
  chainId: fc.integer({ min: 1, max: 20 }),
  type: fc.constantFrom('alert.created', 'alert.updated', 'alert.withdrawn', 'incident.opened', 'incident.updated', 'block', 'gap'),
  blockNumber: fc.constant(1),
  severity: fc.option(fc.constantFrom(...SEVERITIES)),
  addresses: fc.uniqueArray(someAddress, { maxLength: 4 }),
  payload: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())),
});

describe('rooms', () => {
  it('tell exactly those whose filter wants the event, once, also after others came and went', () => {
    fc.assert(
      fc.property(fc.array(someWanted, { maxLength: 12 }), fc.array(someEvent, { maxLength: 8 }), fc.nat(), (members, events, seed) => {
        const rooms = new Rooms();
        const heard = new Map<Wanted, string[]>(members.map((wanted) => [wanted, []]));
        const leaves = members.map((wanted) => rooms.join(wanted, ({ cursor }) => heard.get(wanted)?.push(cursor)));
        const gone = new Set(members.filter((_, i) => (seed >> (i % 16)) % 2 === 1));
        members.forEach((wanted, i) => {
          if (gone.has(wanted)) leaves[i]?.();
        });
        for (const event of events) rooms.tell(event);
        for (const wanted of members) {
          const due = gone.has(wanted) ? [] : events.filter((event) => isWanted(wanted, event)).map(({ cursor }) => cursor);
          expect(heard.get(wanted)).toEqual(due);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('give an event of one organisation to nobody of another, whatever they ask for', () => {
    const rooms = new Rooms();
    const heard: string[] = [];
    for (const organisation of ['a', 'b'])
      rooms.join(wantedOf(subscribeSchema.parse({}), organisation, []), ({ cursor }) => heard.push(`${organisation}:${cursor}`));
    const event = fc.sample(someEvent, { numRuns: 1, seed: 1 })[0];
    if (event === undefined) throw new Error('no event');
    rooms.tell({ ...event, cursor: '1', organisationId: 'a', type: 'alert.created' });
    rooms.tell({ ...event, cursor: '2', organisationId: null, type: 'alert.created' });
    expect(heard).toEqual(['a:1', 'a:2', 'b:2']);
  });
});

describe('what goes over the wire', () => {
  it('is what JSON would have made of it, and names no channel', () => {
    fc.assert(
      fc.property(someEvent, (event) => {
        const packet = packetOf(event, 'a', 'sub-1');
        const [, told]: unknown[] = JSON.parse(packet.slice(1));
        expect(told).toEqual(
          JSON.parse(JSON.stringify({ cursor: event.cursor, subscriptionId: 'sub-1', type: event.type, data: event.payload })),
        );
        expect(packet).not.toContain('secret-channel');
        expect(packetOf(event, 'a', 'sub-2')).toBe(packet.replace('sub-1', 'sub-2'));
      }),
    );
  });
});
