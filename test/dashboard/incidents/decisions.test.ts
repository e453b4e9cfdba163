import { describe, expect, it } from '@jest/globals';
import { feedbackSchema, muteSchema } from '../../../src/contracts/incident-action.js';
import { changeOf, decidedPartOf, doneText, nowTrueText } from '../../../src/dashboard/incidents/incident-action.js';
import { muteOf, type ReachDraft, SCOPE_WORD, suppressOf } from '../../../src/dashboard/incidents/incident-reach.js';
import { addressOf } from '../support/story.js';
import { incident } from '../support/values.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DRAFT: ReachDraft = { scope: 'incident', detectorId: 'outflow', address: addressOf('victim'), forS: '3600', reason: ' planned ' };

describe('how far a decision reaches', () => {
  it.each(['incident', 'detector', 'address', 'detector_at_address'] as const)('as a mute of %s is what the service takes', (scope) => {
    const mute = muteOf({ ...DRAFT, scope }, NOW);
    expect(muteSchema.safeParse(mute).error?.issues ?? []).toEqual([]);
    expect([mute.until, mute.reason]).toEqual(['2026-03-01T13:00:00.000Z', 'planned']);
    expect(SCOPE_WORD[scope]).not.toBe('');
  });

  it('as a suppression lasts until it is lifted where nothing else is said', () => {
    const suppress = suppressOf({ ...DRAFT, scope: 'detector', forS: '' }, NOW);
    expect(suppress).toEqual({ scope: 'detector', detectorId: 'outflow', until: null, reason: 'planned' });
    expect(feedbackSchema.safeParse({ verdict: 'false_positive', suppress }).success).toBe(true);
    expect(suppressOf(DRAFT, NOW)).toBeNull();
  });
});

describe('a decision', () => {
  it('shows what it leads to, says what was done, and knows what was before', () => {
    expect(changeOf({ kind: 'false-positive' })).toEqual({ status: 'false_positive' });
    expect(changeOf({ kind: 'mute', mute: { until: 'u', reason: 'r' } })).toEqual({ mutedUntil: 'u', muteReason: 'r' });
    expect(changeOf({ kind: 'unmute' })).toEqual({ mutedUntil: null, muteReason: null });
    expect(doneText({ kind: 'assign', assignee: null })).toBe('Assigned to nobody');
    expect(decidedPartOf(incident('a', { assignee: 'ada' }))).toEqual({
      status: 'open',
      assignee: 'ada',
      mutedUntil: null,
      muteReason: undefined,
    });
  });

  it('that somebody else was faster with is answered by what is true now, and by whose word', () => {
    const at = (minute: number) => `2026-03-01T12:0${minute}:00.000Z`;
    const now = {
      ...incident('a', { status: 'resolved', assignee: 'bob' }),
      alerts: [],
      timeline: [
        { at: at(3), kind: 'resolved', actor: 'bob', text: 'Resolved: paid back' },
        { at: at(1), kind: 'acknowledged', actor: 'ada', text: 'Acknowledged' },
        { at: at(4), kind: 'alert', actor: null, text: 'another' },
      ],
    };
    expect(nowTrueText(now)).toBe('Now it is resolved, assigned to bob; the last word was bob’s: “Resolved: paid back”.');
    expect(nowTrueText({ ...now, timeline: [] })).toBe('Now it is resolved, assigned to bob.');
  });
});
