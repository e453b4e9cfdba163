import { describe, expect, it } from '@jest/globals';
import { type ChannelView, channelInputSchema } from '../../../src/contracts/channel.js';
import { CHANNEL_KINDS, DELIVERY_STATES } from '../../../src/core/deliver/delivery.js';
import { changeOf, draftOf, inputOf, NEW_DRAFT } from '../../../src/dashboard/channels/channel-draft.js';
import { healthOf } from '../../../src/dashboard/channels/channel-health.js';
import { KIND_FORMS, type KindForm, kindForm } from '../../../src/dashboard/channels/channel-kinds.js';
import { deliveryFilterOf, withParam } from '../../../src/dashboard/channels/delivery-filter.js';
import { deliveryMs, latencyText, STATE_CHOICES, standOf, typeWord } from '../../../src/dashboard/channels/delivery-words.js';
import { isTold } from '../../../src/pipeline/deliver/audience.js';
import { EVENT_TYPES } from '../../../src/ports/control-store.js';
import { eventOf } from '../../support/build-event.js';

const TARGETS: Readonly<Record<string, string>> = {
  webhook: 'https://example.com/hook',
  slack: 'https://hooks.slack.com/services/T/B/x',
  discord: 'https://discord.com/api/webhooks/1/abc',
  telegram: '-1001',
  email: 'a@example.com, b@example.com',
};

function formOf(kind: string): KindForm {
  const form = kindForm(kind);
  if (form === null) throw new Error(`no form for ${kind}`);
  return form;
}

const CHANNEL: ChannelView = {
  id: 'pager',
  kind: 'pagerduty',
  target: 'https://events.pagerduty.com/v2/enqueue',
  apiUrl: null,
  secretRef: 'routing',
  minSeverity: 'high',
  enabled: true,
  digest: null,
  minGapS: 300,
  ratePerMinute: 2.5,
  chains: [1, 10],
  addresses: null,
  canary: 'rehearse',
  response: null,
  secretExpiresAt: null,
  createdAt: '2026-03-01T12:00:00.000Z',
};

describe('the form of a channel', () => {
  it('offers every kind that can be made', () => {
    const makeable = CHANNEL_KINDS.filter((kind) => kind !== 'response');
    expect(KIND_FORMS.map(({ kind }) => kind).filter((kind) => kind !== 'response')).toEqual([...makeable]);
  });

  it.each(Object.keys(TARGETS).concat('pagerduty', 'opsgenie'))('makes of a %s what the service takes', (kind) => {
    const body = inputOf({ ...NEW_DRAFT, id: 'one', target: TARGETS[kind] ?? '', digestS: '300' }, formOf(kind));
    const parsed = channelInputSchema.safeParse(body);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(parsed.data?.secretRef).toBe(formOf(kind).secret === undefined ? null : `one-${kind}`);
    expect(parsed.data?.digest).toEqual(formOf(kind).takesNoDigest === true ? null : { everyS: 300 });
  });

  it('leaves to the service what is wrong with a target, also an empty one', () => {
    const empty = channelInputSchema.safeParse(inputOf({ ...NEW_DRAFT, id: 'one' }, formOf('webhook')));
    expect(empty.error?.issues.map(({ path }) => path)).toEqual([['target']]);
  });

  it('changes nothing that was not touched, and never sends back the target that is shown', () => {
    const { target, apiUrl, ...change } = changeOf(draftOf(CHANNEL), formOf('pagerduty'));
    expect([target, apiUrl]).toEqual([undefined, undefined]);
    const { minSeverity, digest, minGapS, ratePerMinute, chains, addresses, secretRef } = CHANNEL;
    expect(change).toEqual({ minSeverity, digest, minGapS, ratePerMinute, chains, addresses, secretRef });
  });

  it('reads addresses however they are separated', () => {
    const [a, b] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`];
    const { addresses } = changeOf({ ...NEW_DRAFT, addresses: ` ${a},\n${b} ` }, formOf('webhook'));
    expect(addresses).toEqual([a, b]);
  });
});

describe('a delivery', () => {
  it('has a word for each state and each type that is sent', () => {
    expect(STATE_CHOICES.map(([state]) => state).sort()).toEqual([...DELIVERY_STATES].sort());
    const told = EVENT_TYPES.filter((type) => isTold(eventOf({ type })));
    for (const type of [...told, 'digest', 'canary']) expect([type, typeWord(type) === type]).toEqual([type, false]);
    expect(typeWord('new.thing')).toBe('new.thing');
  });

  it('that failed once is no longer just waiting', () => {
    expect([standOf({ state: 'pending', attempts: 0 }), standOf({ state: 'pending', attempts: 2 })]).toEqual(['pending', 'retrying']);
  });

  it('says how long it took, once it arrived', () => {
    const createdAt = '2026-03-01T12:00:00.000Z';
    expect(deliveryMs({ createdAt, deliveredAt: null })).toBeNull();
    expect(deliveryMs({ createdAt, deliveredAt: '2026-03-01T12:00:01.500Z' })).toBe(1_500);
    expect([latencyText(12.4), latencyText(1_500), latencyText(600_000)]).toEqual(['12 ms', '1.5 s', '10 min']);
  });

  it('is filtered by what a link holds, and by nothing that is no filter', () => {
    expect(deliveryFilterOf(new URLSearchParams('state=dead&channel=team'))).toEqual({ state: 'dead', channel: 'team' });
    expect(deliveryFilterOf(new URLSearchParams('state=lost&channel='))).toEqual({});
    expect(withParam(new URLSearchParams('state=dead&channel=team'), 'state', '').toString()).toBe('channel=team');
  });
});

describe('whether a channel works', () => {
  const last = { state: 'delivered', attempts: 1 } as const;
  const summary = (dead: number, state: 'delivered' | 'dead' | 'pending' = 'delivered') => ({
    channelId: 'pager',
    pending: 0,
    held: 0,
    dead,
    last: {
      ...last,
      state,
      id: 'msg_1',
      channelId: 'pager',
      type: 'alert.created',
      severity: null,
      incidentId: null,
      title: null,
      createdAt: '',
      nextAttemptAt: '',
      heldUntil: null,
      bundledIn: null,
      deliveredAt: null,
      lastError: null,
    },
  });
  it('is told by its newest message that was tried, and by what is dead', () => {
    expect(healthOf({ enabled: false }, summary(1))).toBe('off');
    expect(healthOf({ enabled: true }, null)).toBe('untried');
    expect(healthOf({ enabled: true }, { ...summary(0), last: null })).toBe('untried');
    expect(healthOf({ enabled: true }, summary(0))).toBe('works');
    expect(healthOf({ enabled: true }, summary(2))).toBe('dead-letters');
    expect(healthOf({ enabled: true }, summary(0, 'pending'))).toBe('failing');
    expect(healthOf({ enabled: true }, summary(1, 'dead'))).toBe('failing');
  });
});
