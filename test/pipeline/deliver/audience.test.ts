import { describe, expect, it } from '@jest/globals';
import { audienceOf } from '../../../src/pipeline/deliver/audience.js';
import type { OutboundEvent } from '../../../src/ports/control-store.js';
import type { HeardSubject } from '../../../src/ports/incident-store.js';
import { channelOf } from '../../support/build-channel.js';
import { eventOf } from '../../support/build-event.js';

const [ADDRESS, OTHER] = [`0x${'11'.repeat(20)}`, `0x${'22'.repeat(20)}`] as const;

const event = (change: Partial<OutboundEvent> = {}): OutboundEvent => eventOf({ severity: 'medium', addresses: [ADDRESS], ...change });

const CHANNELS = [
  channelOf({ id: 'all' }),
  channelOf({ id: 'grave', minSeverity: 'high' }),
  channelOf({ id: 'base', chains: [8_453] }),
  channelOf({ id: 'ours', addresses: [OTHER] }),
  channelOf({ id: 'all', organisationId: 'other' }),
  channelOf({ id: 'grave', organisationId: 'other', minSeverity: 'high' }),
];

async function told(events: readonly OutboundEvent[], heard: HeardSubject[] = []): Promise<readonly string[]> {
  const audience = await audienceOf(events, CHANNELS, { remember: async (news) => void heard.push(...news), of: async () => heard }, 1);
  return audience.map(({ channel: { organisationId, id } }) => `${organisationId}/${id}`);
}

describe('an event', () => {
  it.each<[string, Partial<OutboundEvent>, readonly string[]]>([
    ['of the catalogue reaches every organisation’s channels that want it', {}, ['default/all', 'other/all']],
    [
      'that is grave reaches those that want only such',
      { severity: 'critical' },
      ['default/all', 'default/grave', 'other/all', 'other/grave'],
    ],
    ['of another chain reaches those of that chain', { chainId: 8_453 }, ['default/all', 'default/base', 'other/all']],
    ['about an address reaches those that watch it', { addresses: [ADDRESS, OTHER] }, ['default/all', 'default/ours', 'other/all']],
    ['of one organisation reaches no other', { organisationId: 'other', severity: 'critical' }, ['other/all', 'other/grave']],
    ['that names channels reaches those alone, whatever they want else', { organisationId: 'other', channels: ['grave'] }, ['other/grave']],
    ['that names what is not there reaches nobody', { organisationId: 'other', channels: ['gone'] }, []],
    ['that is muted reaches nobody', { payload: { id: '1', muted: true } }, []],
    ['that takes back what nobody heard reaches nobody', { type: 'alert.withdrawn', severity: 'critical' }, []],
  ])('%s', async (_, change, expected) => {
    expect(await told([event(change)])).toEqual(expected);
  });

  it('that takes an alert back reaches who heard of it, whatever they want by then', async () => {
    const heard: HeardSubject[] = [];
    await told([event({ severity: 'high' })], heard);
    expect(await told([event({ type: 'alert.withdrawn', severity: 'info' })], heard)).toEqual([
      'default/all',
      'default/grave',
      'other/all',
      'other/grave',
    ]);
  });
});
